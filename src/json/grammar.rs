//! The grammar of JSON (RFC 8259), strictly, passed over and not read: where each value of an object or list begins
//! and ends. Nothing here recurses, so no text, however it is nested, can exhaust the stack. Knows no meaning.
//!
//! Every level of an answer is passed over again when it is split, so this is where reading spends its time. The module
//! is compiled for size, and what must be quick all the same is said to be inlined: a tenth of the time, measured.

/// How deep lists and objects may be nested in the members of the one that is split; with it 127, as serde_json has it.
const DEEPEST: u32 = 126;

/// Why a text is not what the grammar asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It ends too early.
    BreaksOff,
    /// It goes on in a way that JSON does not, or is nested too deep.
    NotJson,
}

/// What has members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `{"name": value, …}`
    Object,
    /// `[value, …]`
    List,
}

impl Kind {
    fn closing(self) -> u8 {
        match self {
            Kind::Object => b'}',
            Kind::List => b']',
        }
    }
}

/// The objects and lists around a place, one bit each, the innermost lowest.
#[derive(Default)]
struct Around {
    depth: u32,
    lists: u128,
}

impl Around {
    fn innermost(&self) -> Option<Kind> {
        (self.depth > 0).then_some(if self.lists & 1 == 1 { Kind::List } else { Kind::Object })
    }

    fn enter(&mut self, kind: Kind) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            return Err(Fault::NotJson);
        }
        self.depth += 1;
        self.lists = self.lists << 1 | u128::from(kind == Kind::List);
        Ok(())
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.lists >>= 1;
    }
}

/// A place in a text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Cursor { text, at: 0 }
    }

    /// Passes over the beginning of an object or list, if one begins here.
    pub fn open(&mut self) -> Option<Kind> {
        let kind = match self.next_token()? {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            _ => return None,
        };
        self.at += 1;
        Some(kind)
    }

    /// The names and values of the object or list that was just opened, as they stand, up to the end of the text. The
    /// names are still quoted and escaped, and empty in a list.
    pub fn members(&mut self, kind: Kind) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let mut members = Vec::new();
        if !self.take(kind.closing()) {
            loop {
                let name = if kind == Kind::Object { self.name()? } else { "" };
                members.push((name, self.value()?));
                if !self.is_followed(kind)? {
                    break;
                }
            }
        }
        match self.next_token() {
            None => Ok(members),
            Some(_) => Err(Fault::NotJson),
        }
    }

    /// One value, as it stands.
    pub fn value(&mut self) -> Result<&'a str, Fault> {
        self.next_token();
        let start = self.at;
        let mut around = Around::default();
        loop {
            if let Some(kind) = self.open() {
                around.enter(kind)?;
                if self.take(kind.closing()) {
                    around.leave();
                } else {
                    if kind == Kind::Object {
                        self.name()?;
                    }
                    continue;
                }
            } else {
                self.scalar()?;
            }
            // A value has ended, and with it perhaps some that are around it.
            loop {
                let Some(kind) = around.innermost() else { return Ok(self.since(start)) };
                if self.is_followed(kind)? {
                    if kind == Kind::Object {
                        self.name()?;
                    }
                    break;
                }
                around.leave();
            }
        }
    }

    /// After a member: whether another one follows; else its object or list is closed.
    fn is_followed(&mut self, kind: Kind) -> Result<bool, Fault> {
        if self.take(b',') {
            return Ok(true);
        }
        if self.take(kind.closing()) { Ok(false) } else { Err(self.fault()) }
    }

    /// A member's name with its quotes, and the colon after it.
    fn name(&mut self) -> Result<&'a str, Fault> {
        self.next_token();
        let start = self.at;
        self.string()?;
        let name = self.since(start);
        if self.take(b':') { Ok(name) } else { Err(self.fault()) }
    }

    fn scalar(&mut self) -> Result<(), Fault> {
        match self.next_token() {
            Some(b'"') => self.string(),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'n') => self.literal(b"null"),
            _ => self.number(),
        }
    }

    fn literal(&mut self, word: &[u8]) -> Result<(), Fault> {
        word.iter().try_for_each(|letter| self.one(|byte| byte == *letter))
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.skip(|byte| byte == b'-', 1);
        if self.skip(|byte| byte == b'0', 1) == 0 {
            self.digits()?;
        }
        if self.skip(|byte| byte == b'.', 1) == 1 {
            self.digits()?;
        }
        if self.skip(|byte| matches!(byte, b'e' | b'E'), 1) == 1 {
            self.skip(|byte| matches!(byte, b'+' | b'-'), 1);
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if self.skip(|byte| byte.is_ascii_digit(), usize::MAX) > 0 { Ok(()) } else { Err(self.fault()) }
    }

    fn string(&mut self) -> Result<(), Fault> {
        self.one(|byte| byte == b'"')?;
        loop {
            self.plain();
            if self.one(|byte| byte == b'"').is_ok() {
                return Ok(());
            }
            self.one(|byte| byte == b'\\')?;
            if self.one(|byte| byte == b'u').is_ok() {
                (0..4).try_for_each(|_| self.one(|byte| byte.is_ascii_hexdigit()))?;
            } else {
                self.one(|byte| br#""\/bfnrt"#.contains(&byte))?;
            }
        }
    }

    /// Passes over what stands for itself in a string: most of what an answer is, so eight bytes at a time.
    fn plain(&mut self) {
        const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
        const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
        // The high bit of a byte that is below `limit`; of one above it as well, if one below comes before it.
        let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & HIGHS;
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (words, _) = rest.as_chunks();
        let is_plain = |bytes: &&[u8; 8]| {
            let word = u64::from_ne_bytes(**bytes);
            let quotes = word ^ (ONES * u64::from(b'"'));
            let backslashes = word ^ (ONES * u64::from(b'\\'));
            below(word, b' ') | below(quotes, 1) | below(backslashes, 1) == 0
        };
        self.at += 8 * words.iter().take_while(is_plain).count();
        self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\', usize::MAX);
    }

    /// Passes over white space; the byte that comes then.
    #[inline(always)]
    fn next_token(&mut self) -> Option<u8> {
        match self.next() {
            // Services rarely write any.
            Some(b' ' | b'\t' | b'\n' | b'\r') => {
                self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'), usize::MAX);
                self.next()
            }
            other => other,
        }
    }

    /// Passes over white space and then over this byte, if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.next_token() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Passes over one byte that has to be there.
    fn one(&mut self, is_meant: impl Fn(u8) -> bool) -> Result<(), Fault> {
        if self.skip(is_meant, 1) == 1 { Ok(()) } else { Err(self.fault()) }
    }

    /// Passes over bytes, at most so many; tells how many there were.
    #[inline(always)]
    fn skip(&mut self, is_meant: impl Fn(u8) -> bool, at_most: usize) -> usize {
        let start = self.at;
        while self.at - start < at_most && self.next().is_some_and(&is_meant) {
            self.at += 1;
        }
        self.at - start
    }

    #[inline(always)]
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// What is wrong here, where the grammar asks for something else.
    fn fault(&self) -> Fault {
        if self.next().is_none() { Fault::BreaksOff } else { Fault::NotJson }
    }
}
