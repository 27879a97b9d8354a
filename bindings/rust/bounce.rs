//! Reads mail bounces with libbounce, with the standard library alone.
//!
//!     let report = Parser::new().parse_file("bounce.eml")?;
//!     for recipient in report.recipients() {
//!         println!("{:?} {}", recipient.address(), recipient.class());
//!     }
#![allow(dead_code)]
use std::ffi::{c_char, c_void, CStr, CString};
use std::fmt;
use std::marker::PhantomData;
use std::ptr::{null, null_mut, NonNull};

#[link(name = "bounce")]
extern "C" {
    fn bounce_parser_new() -> *mut c_void;
    fn bounce_parser_unref(parser: *mut c_void);
    fn bounce_parser_parse(p: *const c_void, m: *const u8, n: usize, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_parser_parse_file(p: *const c_void, path: *const c_char, e: *mut *mut c_void) -> *mut c_void;
    fn bounce_report_n_recipients(report: *const c_void) -> u32;
    fn bounce_report_recipient(report: *const c_void, index: u32) -> *const c_void;
    fn bounce_recipient_address(recipient: *const c_void) -> *const c_char;
    fn bounce_recipient_diagnostic(recipient: *const c_void) -> *const c_char;
    fn bounce_recipient_class(recipient: *const c_void) -> u32;
    fn bounce_class_to_string(class: u32) -> *const c_char;
    fn bounce_report_to_json(report: *const c_void, source: *const c_char) -> *mut c_char;
    fn bounce_report_free(report: *mut c_void);
    fn bounce_string_free(string: *mut c_char);
    fn bounce_error_message(error: *const c_void) -> *const c_char;
    fn bounce_error_free(error: *mut c_void);
}

/// The library promises UTF-8.
unsafe fn text<'a>(string: *const c_char) -> Option<&'a str> {
    if string.is_null() { None } else { CStr::from_ptr(string).to_str().ok() }
}

#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

pub struct Parser(NonNull<c_void>);

// A configured parser is read-only: threads may share it.
unsafe impl Send for Parser {}
unsafe impl Sync for Parser {}

impl Parser {
    pub fn new() -> Parser {
        Parser(NonNull::new(unsafe { bounce_parser_new() }).expect("never NULL"))
    }

    pub fn parse(&self, message: &[u8]) -> Result<Report, Error> {
        let mut error = null_mut();
        let report = unsafe { bounce_parser_parse(self.0.as_ptr(), message.as_ptr(), message.len(), &mut error) };
        Report::take(report, error)
    }

    pub fn parse_file(&self, path: &str) -> Result<Report, Error> {
        let path = CString::new(path).map_err(|error| Error(error.to_string()))?;
        let mut error = null_mut();
        let report = unsafe { bounce_parser_parse_file(self.0.as_ptr(), path.as_ptr(), &mut error) };
        Report::take(report, error)
    }
}

impl Drop for Parser {
    fn drop(&mut self) {
        unsafe { bounce_parser_unref(self.0.as_ptr()) }
    }
}

pub struct Report(NonNull<c_void>);

// A report never changes.
unsafe impl Send for Report {}
unsafe impl Sync for Report {}

impl Report {
    fn take(report: *mut c_void, error: *mut c_void) -> Result<Report, Error> {
        NonNull::new(report).map(Report).ok_or_else(|| unsafe {
            let message = text(bounce_error_message(error)).unwrap_or_default().to_owned();
            bounce_error_free(error);
            Error(message)
        })
    }

    pub fn recipients(&self) -> impl Iterator<Item = Recipient<'_>> {
        let count = unsafe { bounce_report_n_recipients(self.0.as_ptr()) };
        (0..count).map(|i| Recipient(unsafe { bounce_report_recipient(self.0.as_ptr(), i) }, PhantomData))
    }

    /// One JSON object, keys as in docs/json.md.
    pub fn json(&self, source: Option<&str>) -> String {
        let source = source.and_then(|source| CString::new(source).ok());
        unsafe {
            let string = bounce_report_to_json(self.0.as_ptr(), source.as_ref().map_or(null(), |s| s.as_ptr()));
            let json = text(string).unwrap_or_default().to_owned();
            bounce_string_free(string);
            json
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        unsafe { bounce_report_free(self.0.as_ptr()) }
    }
}

/// A recipient, borrowed from its report.
pub struct Recipient<'a>(*const c_void, PhantomData<&'a Report>);

impl<'a> Recipient<'a> {
    pub fn address(&self) -> Option<&'a str> {
        unsafe { text(bounce_recipient_address(self.0)) }
    }

    pub fn diagnostic(&self) -> Option<&'a str> {
        unsafe { text(bounce_recipient_diagnostic(self.0)) }
    }

    pub fn class(&self) -> &'static str {
        unsafe { text(bounce_class_to_string(bounce_recipient_class(self.0))).unwrap_or("unknown") }
    }
}
