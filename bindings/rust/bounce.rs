//! Reads mail bounces with libbounce, with the standard library alone.
//!
//!     let parser = Parser::new();
//!     for recipient in parser.parse_file("bounce.eml")?.recipients() {
//!         println!("{:?} {}", recipient.address(), recipient.class());
//!     }
//!     for report in parser.mailbox("Maildir/")? {
//!         println!("{}", report?.kind());
//!     }
#![allow(dead_code)]
use std::ffi::{CStr, CString};
use std::fmt;
use std::marker::PhantomData;
use std::os::raw::{c_char, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::{null, null_mut, NonNull};

#[link(name = "bounce")]
extern "C" {
    fn bounce_parser_new() -> *mut c_void;
    fn bounce_parser_unref(parser: *mut c_void);
    fn bounce_parser_keep_header(parser: *mut c_void, name: *const c_char) -> bool;
    fn bounce_parser_add_rules(p: *mut c_void, name: *const c_char, t: *const u8, n: usize, e: *mut *mut c_void) -> bool;
    fn bounce_parser_add_rules_file(p: *mut c_void, path: *const c_char, e: *mut *mut c_void) -> bool;
    fn bounce_parser_parse(p: *const c_void, m: *const u8, n: usize, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_parser_parse_file(p: *const c_void, path: *const c_char, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_parser_parse_mailbox_message(p: *const c_void, m: *const c_void, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_parser_classify_reply(
        p: *const c_void, reply: *const u8, n: usize, host: *const c_char, e: *mut *mut c_void,
    ) -> *mut c_void;
    fn bounce_mailbox_open(path: *const c_char, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_mailbox_next(mailbox: *mut c_void, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_mailbox_free(mailbox: *mut c_void);
    fn bounce_mailbox_message_source(message: *const c_void) -> *const c_char;
    fn bounce_mailbox_message_free(message: *mut c_void);
    fn bounce_report_kind(report: *const c_void) -> u32;
    fn bounce_report_n_recipients(report: *const c_void) -> u32;
    fn bounce_report_recipient(report: *const c_void, index: u32) -> *const c_void;
    fn bounce_report_original(report: *const c_void) -> *const c_void;
    fn bounce_original_message_id(original: *const c_void) -> *const c_char;
    fn bounce_original_subject(original: *const c_void) -> *const c_char;
    fn bounce_original_from(original: *const c_void) -> *const c_char;
    fn bounce_original_to(original: *const c_void) -> *const c_char;
    fn bounce_original_recipient(original: *const c_void) -> *const c_char;
    fn bounce_original_header_value(original: *const c_void, name: *const c_char) -> *const c_char;
    fn bounce_recipient_address(recipient: *const c_void) -> *const c_char;
    fn bounce_recipient_original_address(recipient: *const c_void) -> *const c_char;
    fn bounce_recipient_action(recipient: *const c_void) -> u32;
    fn bounce_recipient_class(recipient: *const c_void) -> u32;
    fn bounce_recipient_category(recipient: *const c_void) -> u32;
    fn bounce_recipient_hardness(recipient: *const c_void) -> u32;
    fn bounce_recipient_advice(recipient: *const c_void) -> u32;
    fn bounce_recipient_reply_code(recipient: *const c_void) -> u32;
    fn bounce_recipient_status(recipient: *const c_void) -> *const c_char;
    fn bounce_recipient_diagnostic(recipient: *const c_void) -> *const c_char;
    fn bounce_recipient_remote_mta(recipient: *const c_void) -> *const c_char;
    fn bounce_kind_to_string(kind: u32) -> *const c_char;
    fn bounce_action_to_string(action: u32) -> *const c_char;
    fn bounce_class_to_string(class: u32) -> *const c_char;
    fn bounce_category_to_string(category: u32) -> *const c_char;
    fn bounce_hardness_to_string(hardness: u32) -> *const c_char;
    fn bounce_advice_to_string(advice: u32) -> *const c_char;
    fn bounce_report_to_json(report: *const c_void, source: *const c_char) -> *mut c_char;
    fn bounce_report_free(report: *mut c_void);
    fn bounce_string_free(string: *mut c_char);
    fn bounce_error_code(error: *const c_void) -> u32;
    fn bounce_error_line(error: *const c_void) -> u32;
    fn bounce_error_message(error: *const c_void) -> *const c_char;
    fn bounce_error_free(error: *mut c_void);
}

/// The library promises UTF-8.
unsafe fn text<'a>(string: *const c_char) -> Option<&'a str> {
    if string.is_null() { None } else { CStr::from_ptr(string).to_str().ok() }
}

/// The name of a code, a constant of the library.
fn name(to_string: unsafe extern "C" fn(u32) -> *const c_char, code: u32) -> &'static str {
    unsafe { text(to_string(code)).unwrap_or("unknown") }
}

/// What could not be read: `code` is a BounceErrorCode, `line` the place in rules or 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub message: String,
    pub code: u32,
    pub line: u32,
}

impl Error {
    const ARGUMENT: u32 = 1;

    /// Takes the library's error; None where there is none.
    unsafe fn take(error: *mut c_void) -> Option<Error> {
        if error.is_null() {
            return None;
        }
        let message = text(bounce_error_message(error)).unwrap_or_default().to_owned();
        let made = Error { message, code: bounce_error_code(error), line: bounce_error_line(error) };
        bounce_error_free(error);
        Some(made)
    }

    /// Calls with a place for an error; gives the result or the error that was stored.
    fn check<T>(call: impl FnOnce(*mut *mut c_void) -> T) -> Result<T, Error> {
        let mut error = null_mut();
        let result = call(&mut error);
        unsafe { Error::take(error) }.map_or(Ok(result), Err)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

fn c_string(bytes: impl Into<Vec<u8>>) -> Result<CString, Error> {
    CString::new(bytes).map_err(|error| Error { message: error.to_string(), code: Error::ARGUMENT, line: 0 })
}

/// Parses messages. A configured parser is read-only: threads may share it.
pub struct Parser(NonNull<c_void>);

unsafe impl Send for Parser {}
unsafe impl Sync for Parser {}

impl Default for Parser {
    fn default() -> Parser {
        Parser::new()
    }
}

impl Parser {
    pub fn new() -> Parser {
        Parser(NonNull::new(unsafe { bounce_parser_new() }).expect("never NULL"))
    }

    /// Keeps a header field of the original, such as "X-Campaign-Id"; false when this names none.
    pub fn keep_header(&mut self, name: &str) -> bool {
        c_string(name).map_or(false, |name| unsafe { bounce_parser_keep_header(self.0.as_ptr(), name.as_ptr()) })
    }

    /// Adds rules (docs/rules.md) that beat the built-in ones.
    pub fn add_rules(&mut self, rules: &str, name: &str) -> Result<(), Error> {
        let name = c_string(name)?;
        Error::check(|error| unsafe {
            bounce_parser_add_rules(self.0.as_ptr(), name.as_ptr(), rules.as_ptr(), rules.len(), error);
        })
    }

    pub fn add_rules_file(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = c_string(path.as_ref().as_os_str().as_bytes())?;
        Error::check(|error| unsafe {
            bounce_parser_add_rules_file(self.0.as_ptr(), path.as_ptr(), error);
        })
    }

    pub fn parse(&self, message: &[u8]) -> Result<Report, Error> {
        Report::new(None, |error| unsafe {
            bounce_parser_parse(self.0.as_ptr(), message.as_ptr(), message.len(), error)
        })
    }

    pub fn parse_file(&self, path: impl AsRef<Path>) -> Result<Report, Error> {
        let path = c_string(path.as_ref().as_os_str().as_bytes())?;
        let source = Some(path.clone());
        Report::new(source, |error| unsafe { bounce_parser_parse_file(self.0.as_ptr(), path.as_ptr(), error) })
    }

    /// What a reply means, during an SMTP session.
    pub fn classify_reply(&self, reply: &str, host: Option<&str>) -> Result<Report, Error> {
        let host = host.map(c_string).transpose()?;
        let host = host.as_ref().map_or(null(), |host| host.as_ptr());
        Report::new(None, |error| unsafe {
            bounce_parser_classify_reply(self.0.as_ptr(), reply.as_ptr(), reply.len(), host, error)
        })
    }

    /// The reports of a message, an mbox (also .gz), a Maildir or a folder.
    pub fn mailbox(&self, path: impl AsRef<Path>) -> Result<Mailbox<'_>, Error> {
        let path = c_string(path.as_ref().as_os_str().as_bytes())?;
        let mailbox = Error::check(|error| unsafe { bounce_mailbox_open(path.as_ptr(), error) })?;
        Ok(Mailbox(NonNull::new(mailbox).expect("no error"), self))
    }
}

impl Drop for Parser {
    fn drop(&mut self) {
        unsafe { bounce_parser_unref(self.0.as_ptr()) }
    }
}

/// Iterates over reports, one message in memory at a time. What can't be read is an error once; the next item is what
/// follows.
pub struct Mailbox<'a>(NonNull<c_void>, &'a Parser);

impl Iterator for Mailbox<'_> {
    type Item = Result<Report, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let message = match Error::check(|error| unsafe { bounce_mailbox_next(self.0.as_ptr(), error) }) {
            Ok(message) => Message(NonNull::new(message)?),
            Err(error) => return Some(Err(error)),
        };
        let source = unsafe { CStr::from_ptr(bounce_mailbox_message_source(message.0.as_ptr())) };
        Some(Report::new(Some(source.to_owned()), |error| unsafe {
            bounce_parser_parse_mailbox_message(self.1 .0.as_ptr(), message.0.as_ptr(), error)
        }))
    }
}

impl Drop for Mailbox<'_> {
    fn drop(&mut self) {
        unsafe { bounce_mailbox_free(self.0.as_ptr()) }
    }
}

struct Message(NonNull<c_void>);

impl Drop for Message {
    fn drop(&mut self) {
        unsafe { bounce_mailbox_message_free(self.0.as_ptr()) }
    }
}

/// What one message says. Never changes: threads may share it.
pub struct Report {
    report: NonNull<c_void>,
    source: Option<CString>,
}

unsafe impl Send for Report {}
unsafe impl Sync for Report {}

impl Report {
    fn new(source: Option<CString>, call: impl FnOnce(*mut *mut c_void) -> *mut c_void) -> Result<Report, Error> {
        let report = NonNull::new(Error::check(call)?).expect("no error");
        Ok(Report { report, source })
    }

    /// Where it was read, such as the path of its file.
    pub fn source(&self) -> Option<&str> {
        self.source.as_ref().and_then(|source| source.to_str().ok())
    }

    pub fn kind(&self) -> &'static str {
        name(bounce_kind_to_string, unsafe { bounce_report_kind(self.report.as_ptr()) })
    }

    pub fn recipients(&self) -> impl Iterator<Item = Recipient<'_>> {
        let count = unsafe { bounce_report_n_recipients(self.report.as_ptr()) };
        (0..count).map(move |i| Recipient(unsafe { bounce_report_recipient(self.report.as_ptr(), i) }, PhantomData))
    }

    /// The message that this one is about.
    pub fn original(&self) -> Original<'_> {
        Original(unsafe { bounce_report_original(self.report.as_ptr()) }, PhantomData)
    }

    /// One JSON object with everything, keys as in docs/json.md.
    pub fn json(&self) -> String {
        let source = self.source.as_ref().map_or(null(), |source| source.as_ptr());
        unsafe {
            let string = bounce_report_to_json(self.report.as_ptr(), source);
            let json = text(string).unwrap_or_default().to_owned();
            bounce_string_free(string);
            json
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        unsafe { bounce_report_free(self.report.as_ptr()) }
    }
}

/// Functions that give a text, and such that give a code's name.
macro_rules! getters {
    ($($(#[$doc:meta])* $method:ident: $getter:ident $(, $to_string:ident)?;)*) => {
        $(getters!(@one $(#[$doc])* $method $getter $($to_string)?);)*
    };
    (@one $(#[$doc:meta])* $method:ident $getter:ident) => {
        $(#[$doc])*
        pub fn $method(&self) -> Option<&'a str> {
            unsafe { text($getter(self.0)) }
        }
    };
    (@one $(#[$doc:meta])* $method:ident $getter:ident $to_string:ident) => {
        $(#[$doc])*
        pub fn $method(&self) -> &'static str {
            name($to_string, unsafe { $getter(self.0) })
        }
    };
}

/// A recipient, borrowed from its report. Codes are "unknown" where the message does not tell.
#[derive(Clone, Copy)]
pub struct Recipient<'a>(*const c_void, PhantomData<&'a Report>);

impl<'a> Recipient<'a> {
    getters! {
        address: bounce_recipient_address;
        original_address: bounce_recipient_original_address;
        action: bounce_recipient_action, bounce_action_to_string;
        class: bounce_recipient_class, bounce_class_to_string;
        category: bounce_recipient_category, bounce_category_to_string;
        hardness: bounce_recipient_hardness, bounce_hardness_to_string;
        advice: bounce_recipient_advice, bounce_advice_to_string;
        /// The enhanced status code.
        status: bounce_recipient_status;
        diagnostic: bounce_recipient_diagnostic;
        remote_mta: bounce_recipient_remote_mta;
    }

    pub fn reply_code(&self) -> Option<u32> {
        Some(unsafe { bounce_recipient_reply_code(self.0) }).filter(|code| *code != 0)
    }
}

/// The message that a report is about, borrowed from the report.
#[derive(Clone, Copy)]
pub struct Original<'a>(*const c_void, PhantomData<&'a Report>);

impl<'a> Original<'a> {
    getters! {
        message_id: bounce_original_message_id;
        subject: bounce_original_subject;
        from: bounce_original_from;
        to: bounce_original_to;
        /// By the VERP or SRS form of the address that the bounce came to.
        recipient: bounce_original_recipient;
    }

    /// A header field that the parser was told to keep.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let name = c_string(name).ok()?;
        unsafe { text(bounce_original_header_value(self.0, name.as_ptr())) }
    }
}
