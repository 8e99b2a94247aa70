//! The table of commands: of each, what it is called, what it consists of, who may send it, how large it may be and what
//! it needs. A command without a row does not compile; a row without an example fails `tests/boundary.rs`. Decides
//! nothing: `sender.rs` and `boundary.rs` hold messages against it.

use super::command::{Command, MAX_ORDERS};

/// Where a command may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Our content script in the top frame of the admin of the store that the command names.
    AdminPage,
    /// `options.html`
    Options,
    /// `popup.html`
    Popup,
    /// `board.html`
    Board,
    /// `welcome.html`
    Welcome,
}

impl Place {
    /// All of them.
    pub const ALL: [Place; 5] =
        [Place::AdminPage, Place::Options, Place::Popup, Place::Board, Place::Welcome];

    /// The path of one of our own pages.
    pub fn path(self) -> Option<&'static str> {
        match self {
            Place::AdminPage => None,
            Place::Options => Some("/options.html"),
            Place::Popup => Some("/popup.html"),
            Place::Board => Some("/board.html"),
            Place::Welcome => Some("/welcome.html"),
        }
    }
}

/// What has to be so, or the command is refused before anything is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The store is connected.
    Connected,
}

/// How large a command may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of the message as JSON text, in bytes.
    pub bytes: usize,
    /// Of each text in it, in bytes as they are written in JSON.
    pub text: usize,
    /// How many orders it may name.
    pub orders: usize,
}

/// The largest message of all, in bytes; what is longer is not even read.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// What names orders: all of a list, or those that are selected in it.
const LIST: Limits = Limits { bytes: MAX_MESSAGE_BYTES, text: 1_024, orders: MAX_ORDERS };
/// What is about one order.
const ONE: Limits = Limits { bytes: 16 * 1024, text: 1_024, orders: 1 };
/// What a person types or pastes.
const TYPED: Limits = Limits { bytes: 16 * 1024, text: 8 * 1024, orders: 0 };
/// Settings, with the holidays of many years.
const SETTINGS: Limits = Limits { bytes: MAX_MESSAGE_BYTES, text: 4 * 1024, orders: 0 };

/// One command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name on the wire.
    pub name: &'static str,
    /// All members that it may have.
    pub members: &'static [&'static str],
    /// Who may send it.
    pub from: &'static [Place],
    /// How large it may be.
    pub limits: Limits,
    /// What it needs.
    pub needs: Needs,
}

/// `Variant(store)` is a command on a store, and from an admin page on that page's store only; `Variant()` has no store,
/// and is not for admin pages.
macro_rules! commands {
    ($($variant:ident ($($store:ident)?) $name:literal [$($member:ident)*] from [$($place:ident)*] $limits:ident $needs:ident;)*) => {
        /// Every command.
        pub const TABLE: &[Row] = &[$(Row {
            name: $name,
            members: &[$(stringify!($member)),*],
            from: &[$(Place::$place),*],
            limits: $limits,
            needs: Needs::$needs,
        }),*];

        /// The name of a command on the wire.
        fn name_of(command: &Command) -> &'static str {
            match command { $(Command::$variant { .. } => $name),* }
        }

        /// The store that a command is about, as its sender wrote it.
        pub fn store_of(command: &Command) -> Option<&str> {
            match command {
                $(Command::$variant { $($store,)? .. } => None$(.or(Some($store.as_str())))?),*
            }
        }
    };
}

commands! {
    // Command             on the wire     members                                                from                  limits   needs
    Look(store)           "look"          [store orders]                                          from [AdminPage]         LIST     Nothing;
    Change(store)         "change"        [store orders status sub_status staff]                  from [AdminPage]         LIST     Connected;
    ChangeItems(store)    "change-items"  [store order items status sub_status staff]             from [AdminPage]         ONE      Connected;
    Notify(store)         "notify"        [store order channels staff]                            from [AdminPage]         ONE      Connected;
    Undo(store)           "undo"          [store orders staff]                                          from [AdminPage]         LIST     Connected;
    // After a key was replaced, the options page asks what is to become of what waited.
    Decide(store)         "decide"        [store orders decision staff]                                 from [AdminPage Options] LIST     Connected;
    Acknowledge(store)    "acknowledge"   [store orders staff]                                          from [AdminPage]         LIST     Connected;
    Inspect(store)        "inspect"       [store order]                                           from [AdminPage]         ONE      Connected;
    Introduce(store)      "introduce"     [store staff]                                           from [AdminPage]         TYPED    Nothing;
    OpenOptions(store)    "open-options"  [store]                                                 from [AdminPage]         TYPED    Nothing;
    // The popup copies replies too, and the options page previews them.
    ComposeReply(store)   "compose-reply" [store order language]                                  from [AdminPage Options Popup] ONE  Nothing;
    NoteAnswer(store)     "note-answer"   [store order]                                           from [AdminPage Options Popup] ONE  Nothing;
    ConfigureReplies(store) "configure-replies" [store settings]                                  from [Options]           TYPED    Nothing;
    KeepTemplate(store)   "keep-template" [store status language text]                            from [Options]           TYPED    Nothing;
    Connect(store)        "connect"       [store key staff_name pin]                              from [Options Welcome]   TYPED    Nothing;
    Unlock(store)         "unlock"        [store staff_name pin]                                  from [Options Popup]     TYPED    Nothing;
    Search(store)         "search"        [store text]                                            from [Popup]             TYPED    Nothing;
    ReadJournal(store)    "read-journal"  [store text outcome since until before rows]             from [Options]           TYPED    Nothing;
    VerifyJournal(store)  "verify-journal" [store]                                                from [Options]           TYPED    Nothing;
    ReadBoard(store)      "read-board"    [store]                                                 from [Board]             TYPED    Nothing;
    ListBoard(store)      "list-board"    [store which status age_bin from_day to_day sort descending offset rows] from [Board]            TYPED    Nothing;
    // Of every store that there is something of.
    MeasureStorage()      "measure-storage" []                                                    from [Options Popup]     TYPED    Nothing;
    Erase(store)          "erase"         [store part]                                            from [Options]           TYPED    Nothing;
    // Of one store, or of all.
    Lock()                "lock"          [store]                                                 from [Options Popup]     TYPED    Nothing;
    Configure(store)      "configure"     [store settings]                                        from [Options]           SETTINGS Nothing;
    Disconnect(store)     "disconnect"    [store staff_name]                                      from [Options]           TYPED    Nothing;
}

/// The row of a name on the wire; `None`: there is no such command.
pub fn named(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name)
}

/// The row of a command.
pub fn row_of(command: &Command) -> Option<&'static Row> {
    named(name_of(command))
}
