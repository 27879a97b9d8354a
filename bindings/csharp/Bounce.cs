using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

/// <summary>
/// Reads mail bounces with libbounce:
/// <code>
/// using (var parser = new Bounce.Parser())
///     foreach (var recipient in parser.ParseFile("bounce.eml").Recipients)
///         Console.WriteLine($"{recipient.Address} {recipient.Class}");
/// </code>
/// A report is plain data: it holds nothing of the library.
/// BOUNCE_LIBRARY names the shared library where it is not installed.
/// </summary>
namespace Bounce
{
    /// <summary>What could not be read.</summary>
    public sealed class BounceException : Exception
    {
        /// <summary>A BounceErrorCode.</summary>
        public uint Code { get; }
        /// <summary>The place in rules, or 0.</summary>
        public uint Line { get; }

        BounceException(IntPtr error) : base(Native.Text(Native.bounce_error_message(error)))
        {
            Code = Native.bounce_error_code(error);
            Line = Native.bounce_error_line(error);
        }

        /// <summary>Throws the library's error and frees it; does nothing where there is none.</summary>
        internal static void Throw(IntPtr error)
        {
            if (error == IntPtr.Zero)
                return;
            try {
                throw new BounceException(error);
            } finally {
                Native.bounce_error_free(error);
            }
        }
    }

    /// <summary>A recipient. Texts are null and codes "unknown" where the message does not tell.</summary>
    public sealed class Recipient
    {
        public string Address { get; }
        public string OriginalAddress { get; }
        public string Action { get; }
        public string Class { get; }
        public string Category { get; }
        public string Hardness { get; }
        public string Advice { get; }
        public uint ReplyCode { get; }
        public string Status { get; }
        public string Diagnostic { get; }
        public string RemoteMta { get; }

        internal Recipient(IntPtr c)
        {
            Address = Native.Text(Native.bounce_recipient_address(c));
            OriginalAddress = Native.Text(Native.bounce_recipient_original_address(c));
            Action = Native.Text(Native.bounce_action_to_string(Native.bounce_recipient_action(c)));
            Class = Native.Text(Native.bounce_class_to_string(Native.bounce_recipient_class(c)));
            Category = Native.Text(Native.bounce_category_to_string(Native.bounce_recipient_category(c)));
            Hardness = Native.Text(Native.bounce_hardness_to_string(Native.bounce_recipient_hardness(c)));
            Advice = Native.Text(Native.bounce_advice_to_string(Native.bounce_recipient_advice(c)));
            ReplyCode = Native.bounce_recipient_reply_code(c);
            Status = Native.Text(Native.bounce_recipient_status(c));
            Diagnostic = Native.Text(Native.bounce_recipient_diagnostic(c));
            RemoteMta = Native.Text(Native.bounce_recipient_remote_mta(c));
        }
    }

    /// <summary>The message that a report is about.</summary>
    public sealed class Original
    {
        public string MessageId { get; }
        public string Subject { get; }
        public string From { get; }
        public string To { get; }
        public string ReturnPath { get; }
        /// <summary>By the VERP or SRS form of the address that the bounce came to.</summary>
        public string Recipient { get; }
        /// <summary>The fields that the parser was told to keep.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

        internal Original(IntPtr c)
        {
            MessageId = Native.Text(Native.bounce_original_message_id(c));
            Subject = Native.Text(Native.bounce_original_subject(c));
            From = Native.Text(Native.bounce_original_from(c));
            To = Native.Text(Native.bounce_original_to(c));
            ReturnPath = Native.Text(Native.bounce_original_return_path(c));
            Recipient = Native.Text(Native.bounce_original_recipient(c));
            Headers = Enumerable.Range(0, (int)Native.bounce_original_n_headers(c)).Select(i => {
                IntPtr header = Native.bounce_original_header(c, (uint)i);
                return new KeyValuePair<string, string>(Native.Text(Native.bounce_header_name(header)),
                                                        Native.Text(Native.bounce_header_value(header)));
            }).ToArray();
        }
    }

    /// <summary>What one message says.</summary>
    public sealed class Report
    {
        /// <summary>Where it was read, such as the path of its file, or null.</summary>
        public string Source { get; }
        public string Kind { get; }
        public IReadOnlyList<Recipient> Recipients { get; }
        public Original Original { get; }
        /// <summary>Everything, keys as in docs/json.md.</summary>
        public string Json { get; }

        Report(IntPtr report, string source)
        {
            Source = source;
            Kind = Native.Text(Native.bounce_kind_to_string(Native.bounce_report_kind(report)));
            Recipients = Enumerable.Range(0, (int)Native.bounce_report_n_recipients(report))
                .Select(i => new Recipient(Native.bounce_report_recipient(report, (uint)i))).ToArray();
            Original = new Original(Native.bounce_report_original(report));
            IntPtr text = Native.bounce_report_to_json(report, Native.Text(source));
            Json = Native.Text(text);
            Native.bounce_string_free(text);
        }

        /// <summary>Takes the library's report, or throws its error; frees both.</summary>
        internal static Report Take(IntPtr report, IntPtr error, string source = null)
        {
            BounceException.Throw(error);
            try {
                return new Report(report, source);
            } finally {
                Native.bounce_report_free(report);
            }
        }
    }

    /// <summary>A parser of the library, freed by Dispose() or its collection.</summary>
    sealed class ParserHandle : SafeHandle
    {
        internal ParserHandle() : base(IntPtr.Zero, true) { SetHandle(Native.bounce_parser_new()); }
        public override bool IsInvalid => handle == IntPtr.Zero;
        protected override bool ReleaseHandle() { Native.bounce_parser_unref(handle); return true; }
    }

    sealed class MailboxHandle : SafeHandle
    {
        internal MailboxHandle(IntPtr mailbox) : base(IntPtr.Zero, true) { SetHandle(mailbox); }
        public override bool IsInvalid => handle == IntPtr.Zero;
        protected override bool ReleaseHandle() { Native.bounce_mailbox_free(handle); return true; }
    }

    /// <summary>Parses messages. Configure it before threads share it. Failures throw BounceException.</summary>
    public sealed class Parser : IDisposable
    {
        readonly ParserHandle handle = new ParserHandle();

        // Before the first function of the library is looked for.
        static Parser() { Loader.Load(); }

        public void Dispose() { handle.Dispose(); }

        /// <summary>Calls with the parser, which stays alive meanwhile.</summary>
        internal T With<T>(Func<IntPtr, T> call)
        {
            bool held = false;
            try {
                handle.DangerousAddRef(ref held);
                return call(handle.DangerousGetHandle());
            } finally {
                if (held)
                    handle.DangerousRelease();
            }
        }

        /// <summary>Keeps a header field of the original, such as "X-Campaign-Id".</summary>
        public void KeepHeader(string name)
        {
            if (!With(parser => Native.bounce_parser_keep_header(parser, Native.Text(name))))
                throw new ArgumentException($"no header field is named {name}");
        }

        /// <summary>Adds rules (docs/rules.md) that beat the built-in ones.</summary>
        public void AddRules(string text, string name = "rules")
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            IntPtr error = IntPtr.Zero;
            With(parser => Native.bounce_parser_add_rules(parser, Native.Text(name), bytes, Length(bytes), out error));
            BounceException.Throw(error);
        }

        public void AddRulesFile(string path)
        {
            IntPtr error = IntPtr.Zero;
            With(parser => Native.bounce_parser_add_rules_file(parser, Native.Text(path), out error));
            BounceException.Throw(error);
        }

        public Report Parse(byte[] message)
        {
            IntPtr error = IntPtr.Zero;
            return Report.Take(With(parser => Native.bounce_parser_parse(parser, message, Length(message), out error)),
                               error);
        }

        public Report ParseFile(string path)
        {
            IntPtr error = IntPtr.Zero;
            return Report.Take(With(parser => Native.bounce_parser_parse_file(parser, Native.Text(path), out error)),
                               error, path);
        }

        /// <summary>What a reply means, during an SMTP session.</summary>
        public Report ClassifyReply(string reply, string host = null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(reply);
            IntPtr error = IntPtr.Zero;
            return Report.Take(With(parser => Native.bounce_parser_classify_reply(parser, bytes, Length(bytes),
                                                                                  Native.Text(host), out error)), error);
        }

        /// <summary>The reports of a message, an mbox (also .gz), a Maildir or a folder.</summary>
        public Mailbox Mailbox(string path)
        {
            IntPtr mailbox = Native.bounce_mailbox_open(Native.Text(path), out IntPtr error);
            BounceException.Throw(error);
            return new Mailbox(this, mailbox);
        }

        static UIntPtr Length(byte[] bytes) { return (UIntPtr)bytes.Length; }
    }

    /// <summary>
    /// Goes over reports, one message in memory at a time. What can't be read throws a BounceException once; MoveNext()
    /// goes on with what follows.
    /// </summary>
    public sealed class Mailbox : IEnumerable<Report>, IEnumerator<Report>
    {
        readonly Parser parser;
        readonly MailboxHandle handle;

        internal Mailbox(Parser parser, IntPtr mailbox)
        {
            this.parser = parser;
            handle = new MailboxHandle(mailbox);
        }

        public Report Current { get; private set; }
        object IEnumerator.Current => Current;
        public IEnumerator<Report> GetEnumerator() { return this; }
        IEnumerator IEnumerable.GetEnumerator() { return this; }
        public void Reset() { throw new NotSupportedException(); }
        public void Dispose() { handle.Dispose(); }

        public bool MoveNext()
        {
            if (handle.IsClosed)
                throw new ObjectDisposedException(nameof(Mailbox));
            IntPtr message = Native.bounce_mailbox_next(handle.DangerousGetHandle(), out IntPtr error);
            GC.KeepAlive(this);
            BounceException.Throw(error);
            if (message == IntPtr.Zero)
                return false;
            try {
                string source = Native.Text(Native.bounce_mailbox_message_source(message));
                IntPtr report = parser.With(pointer =>
                    Native.bounce_parser_parse_mailbox_message(pointer, message, out error));
                Current = Report.Take(report, error, source);
                return true;
            } finally {
                Native.bounce_mailbox_message_free(message);
            }
        }
    }
}
