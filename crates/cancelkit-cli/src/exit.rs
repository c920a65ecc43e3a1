use std::process::ExitCode;

use cancelkit::{Certainty, Confirmation};

/// How the command ends: what may be believed, as a number that a script can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It is done, and that is certain.
    Done = 0,
    /// It could not run.
    Failed = 1,
    /// It was not asked properly.
    Usage = 2,
    /// Nothing was sent.
    NotSent = 3,
    /// The provider said no.
    Rejected = 4,
    /// It may have been carried out.
    MaybeDone = 5,
    /// The read back shows no end.
    NotEnded = 6,
}

impl Exit {
    /// What `--help` says of all of them.
    pub const HELP: &str = "\
Exit codes:
  0  done, and certain: cancelled, scheduled, taken back, shown to have ended; or printed
  1  could not run: an environment variable, a file or the output
  2  not asked properly
  3  nothing was sent: refused because the provider cannot do it, not agreed to, or no connection
  4  rejected: the provider said that it did not do it
  5  in doubt: it may have been done and may not; confirm before anything is sent again
  6  not shown to have ended: still active, or the read back decides nothing or failed

The result of a cancel, confirm or undo that cannot be printed keeps its exit code, because the code
tells of the subscription; standard error then says that the output was lost.";

    /// The number.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Certainty> for Exit {
    fn from(certainty: Certainty) -> Self {
        match certainty {
            Certainty::Done => Self::Done,
            Certainty::NotSent => Self::NotSent,
            Certainty::Rejected => Self::Rejected,
            // Whatever else may come to be known is no certainty.
            _ => Self::MaybeDone,
        }
    }
}

impl From<&Confirmation> for Exit {
    fn from(confirmation: &Confirmation) -> Self {
        match confirmation {
            Confirmation::Ended { .. } => Self::Done,
            _ => Self::NotEnded,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

#[cfg(test)]
mod tests {
    use cancelkit::Certainty;

    use super::Exit;

    #[test]
    fn only_what_is_done_ends_with_zero() {
        for certainty in Certainty::ALL {
            assert_eq!(Exit::from(*certainty) == Exit::Done, *certainty == Certainty::Done);
        }
    }

    #[test]
    fn help_and_readme_name_every_code() {
        let readme = include_str!("../README.md");
        for code in 0..=Exit::NotEnded.code() {
            let prefix = format!("  {code}  ");
            let meaning = Exit::HELP.lines().find_map(|line| line.strip_prefix(&prefix)).expect("a line for it");
            assert!(readme.contains(&format!("| {code} | {meaning} |")), "{code}");
        }
    }

    #[test]
    fn help_and_readme_say_what_a_lost_output_ends_with() {
        let lost = "The result of a cancel, confirm or undo that cannot be printed keeps its exit code";
        assert!(Exit::HELP.contains(lost) && include_str!("../README.md").contains(lost));
    }
}
