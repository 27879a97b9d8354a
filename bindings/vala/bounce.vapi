/* Reads mail bounces with libbounce:
 *
 *     var parser = new Bounce.Parser ();
 *     var report = parser.parse_file ("bounce.eml");
 *     foreach (unowned Bounce.Recipient recipient in report)
 *       print ("%s %s\n", recipient.address, recipient.class_.to_string ());
 *
 * Functions of the library that can fail have two entries: one throws a
 * GLib.Error in the domain Bounce.quark () with a Bounce.ErrorCode, and one,
 * named try_..., stores the library's own error, which knows the line.
 */
[CCode (cheader_filename = "bounce/bounce.h", lower_case_cprefix = "bounce_")]
namespace Bounce {
  public unowned string version ();
  public bool version_check (uint32 major, uint32 minor, uint32 patch);

  [CCode (cname = "_vala_bounce_quark")]
  public GLib.Quark quark () {
    return GLib.Quark.from_string ("bounce-error-quark");
  }

  [CCode (cname = "_vala_bounce_throw_error")]
  internal void throw_error (owned Error? error) throws GLib.Error {
    if (error != null)
      throw new GLib.Error.literal (quark (), (int) error.code, error.message);
  }

  [CCode (cname = "BounceKind", cprefix = "BOUNCE_KIND_", has_type_id = false)]
  public enum Kind {
    FAILURE, DELAY, DELIVERED, RELAYED, EXPANDED, COMPLAINT, AUTO_REPLY,
    READ_RECEIPT, CHALLENGE, OTHER;

    public unowned string to_string ();
    public static Kind from_string (string? name);
  }

  [CCode (cname = "BounceClass", cprefix = "BOUNCE_CLASS_", has_type_id = false)]
  public enum Class {
    USER_UNKNOWN, MAILBOX_MOVED, MAILBOX_DISABLED, MAILBOX_FULL,
    RECIPIENT_FILTERED, SUPPRESSED, HOST_UNKNOWN, NO_MAIL_SERVICE, BLOCKED,
    BAD_REPUTATION, MISSING_PTR, AUTH_FAILURE, SENDER_REJECTED, RELAY_DENIED,
    RATE_LIMITED, GREYLISTED, SECURITY, POLICY, SPAM, VIRUS, MESSAGE_TOO_LARGE,
    CONTENT_REJECTED, NOT_RFC_COMPLIANT, EXPIRED, NETWORK_ERROR, TLS_FAILURE,
    PROTOCOL_ERROR, SYSTEM_ERROR, SYSTEM_FULL, MAILER_ERROR, UNDETERMINED,
    DELIVERED, COMPLAINT, AUTO_REPLY;

    public unowned string to_string ();
    public static Class from_string (string? name);
    public Category category ();
    public Hardness hardness ();
    public unowned string title ();
    public unowned string explanation ();
    public unowned string advice ();
    public unowned string? to_sisimai ();
    public static Class from_sisimai (string? reason);
    public unowned string? to_kumomta ();
    public unowned string? to_postalsys ();
    public unowned string? to_ses_type (Hardness hardness);
    public unowned string? to_ses_subtype (Hardness hardness);
  }

  [CCode (cname = "BounceCategory", cprefix = "BOUNCE_CATEGORY_", has_type_id = false)]
  public enum Category {
    RECIPIENT, HOST, SENDER, POLICY, CONTENT, TRANSPORT, SYSTEM, OTHER,
    SUCCESS, FEEDBACK, AUTOMATIC;

    public unowned string to_string ();
    public static Category from_string (string? name);
  }

  [CCode (cname = "BounceHardness", cprefix = "BOUNCE_HARDNESS_", has_type_id = false)]
  public enum Hardness {
    NONE, SOFT, HARD;

    public unowned string to_string ();
    public static Hardness from_string (string? name);
  }

  [CCode (cname = "BounceAction", cprefix = "BOUNCE_ACTION_", has_type_id = false)]
  public enum Action {
    FAILED, DELAYED, DELIVERED, RELAYED, EXPANDED;

    public unowned string to_string ();
    public static Action from_string (string? name);
  }

  [CCode (cname = "BounceAdvice", cprefix = "BOUNCE_ADVICE_", has_type_id = false)]
  public enum Advice {
    RETRY, SUPPRESS, CORRECT_ADDRESS, FIX_MESSAGE, FIX_SENDER, SLOW_DOWN,
    NOTHING;

    public unowned string to_string ();
    public static Advice from_string (string? name);
  }

  [CCode (cname = "BounceCommand", cprefix = "BOUNCE_COMMAND_", has_type_id = false)]
  public enum Command {
    CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, END_OF_DATA;

    public unowned string to_string ();
    public static Command from_string (string? name);
  }

  [CCode (cname = "BounceSource", cprefix = "BOUNCE_SOURCE_", has_type_id = false)]
  public enum Source {
    DELIVERY_STATUS, TEXT, HEADER, FEEDBACK, DISPOSITION, ORIGINAL, ENVELOPE,
    REPLY;

    public unowned string to_string ();
    public static Source from_string (string? name);
  }

  [Flags]
  [CCode (cname = "BounceLimit", cprefix = "BOUNCE_LIMIT_", has_type_id = false)]
  public enum Limit {
    MESSAGE_BYTES, DEPTH, PARTS, HEADERS, HEADER_BYTES, LINE_BYTES, RECIPIENTS,
    TEXT_BYTES;

    public unowned string to_string ();
    public static Limit from_string (string? name);
  }

  [CCode (cname = "BounceErrorCode", cprefix = "BOUNCE_ERROR_", has_type_id = false)]
  public enum ErrorCode {
    ARGUMENT, IO, LIMIT, SYNTAX, RULES
  }

  [Compact]
  [CCode (cname = "BounceError", free_function = "bounce_error_free", has_type_id = false)]
  public class Error {
    public ErrorCode code { [CCode (cname = "bounce_error_code")] get; }
    public unowned string message { [CCode (cname = "bounce_error_message")] get; }
    public uint32 line { [CCode (cname = "bounce_error_line")] get; }
  }

  [Compact]
  [CCode (cname = "BounceHeader", free_function = "", has_type_id = false)]
  public class Header {
    public unowned string? name { [CCode (cname = "bounce_header_name")] get; }
    public unowned string? value { [CCode (cname = "bounce_header_value")] get; }
  }

  [Compact]
  [CCode (cname = "BounceRecipient", free_function = "", has_type_id = false)]
  public class Recipient {
    public unowned string? address { [CCode (cname = "bounce_recipient_address")] get; }
    public unowned string? original_address { [CCode (cname = "bounce_recipient_original_address")] get; }
    public Action action { [CCode (cname = "bounce_recipient_action")] get; }
    public Class class_ { [CCode (cname = "bounce_recipient_class")] get; }
    public Category category { [CCode (cname = "bounce_recipient_category")] get; }
    public Hardness hardness { [CCode (cname = "bounce_recipient_hardness")] get; }
    public Advice advice { [CCode (cname = "bounce_recipient_advice")] get; }
    public uint32 reply_code { [CCode (cname = "bounce_recipient_reply_code")] get; }
    public unowned string? status { [CCode (cname = "bounce_recipient_status")] get; }
    public unowned string? diagnostic { [CCode (cname = "bounce_recipient_diagnostic")] get; }
    public Command command { [CCode (cname = "bounce_recipient_command")] get; }
    public unowned string? remote_mta { [CCode (cname = "bounce_recipient_remote_mta")] get; }
    public unowned string? retry_until { [CCode (cname = "bounce_recipient_retry_until")] get; }
    public unowned string? last_attempt { [CCode (cname = "bounce_recipient_last_attempt")] get; }
    public uint32 retry_after { [CCode (cname = "bounce_recipient_retry_after")] get; }
    public uint64 size_limit { [CCode (cname = "bounce_recipient_size_limit")] get; }
    public unowned string? blocklist { [CCode (cname = "bounce_recipient_blocklist")] get; }
    public unowned string? listed { [CCode (cname = "bounce_recipient_listed")] get; }
    public unowned string? help_url { [CCode (cname = "bounce_recipient_help_url")] get; }
    public unowned string? new_address { [CCode (cname = "bounce_recipient_new_address")] get; }
    public Source source { [CCode (cname = "bounce_recipient_source")] get; }
    public unowned string? part { [CCode (cname = "bounce_recipient_part")] get; }
    public uint32 line { [CCode (cname = "bounce_recipient_line")] get; }
    public unowned string? rule { [CCode (cname = "bounce_recipient_rule")] get; }
    public unowned string? rule_place { [CCode (cname = "bounce_recipient_rule_place")] get; }
    public unowned string? matched { [CCode (cname = "bounce_recipient_matched")] get; }
    public unowned string? overruled { [CCode (cname = "bounce_recipient_overruled")] get; }
    public unowned string? provider { [CCode (cname = "bounce_recipient_provider")] get; }
  }

  [Compact]
  [CCode (cname = "BounceOriginal", free_function = "", has_type_id = false)]
  public class Original {
    public unowned string? message_id { [CCode (cname = "bounce_original_message_id")] get; }
    public unowned string? subject { [CCode (cname = "bounce_original_subject")] get; }
    public unowned string? from { [CCode (cname = "bounce_original_from")] get; }
    public unowned string? to { [CCode (cname = "bounce_original_to")] get; }
    public unowned string? date { [CCode (cname = "bounce_original_date")] get; }
    public unowned string? return_path { [CCode (cname = "bounce_original_return_path")] get; }
    public unowned string? list_id { [CCode (cname = "bounce_original_list_id")] get; }
    public unowned string? feedback_id { [CCode (cname = "bounce_original_feedback_id")] get; }
    public uint32 n_headers { [CCode (cname = "bounce_original_n_headers")] get; }
    public unowned string? recipient { [CCode (cname = "bounce_original_recipient")] get; }
    public unowned string? token { [CCode (cname = "bounce_original_token")] get; }
    public unowned string? address_scheme { [CCode (cname = "bounce_original_address_scheme")] get; }
    public unowned Header? header (uint32 index);
    public unowned string? header_value (string? name);
  }

  [Compact]
  [CCode (cname = "BounceFeedback", free_function = "", has_type_id = false)]
  public class Feedback {
    public unowned string? type { [CCode (cname = "bounce_feedback_type")] get; }
    public unowned string? user_agent { [CCode (cname = "bounce_feedback_user_agent")] get; }
    public unowned string? source_ip { [CCode (cname = "bounce_feedback_source_ip")] get; }
    public unowned string? original_mail_from { [CCode (cname = "bounce_feedback_original_mail_from")] get; }
    public unowned string? arrival_date { [CCode (cname = "bounce_feedback_arrival_date")] get; }
    public unowned string? reported_domain { [CCode (cname = "bounce_feedback_reported_domain")] get; }
    public unowned string? reported_uri { [CCode (cname = "bounce_feedback_reported_uri")] get; }
    public unowned string? reporting_mta { [CCode (cname = "bounce_feedback_reporting_mta")] get; }
    public unowned string? incidents { [CCode (cname = "bounce_feedback_incidents")] get; }
    public unowned string? auth_failure { [CCode (cname = "bounce_feedback_auth_failure")] get; }
    public unowned string? delivery_result { [CCode (cname = "bounce_feedback_delivery_result")] get; }
    public unowned string? authentication_results { [CCode (cname = "bounce_feedback_authentication_results")] get; }
  }

  [Compact]
  [CCode (cname = "BouncePart", free_function = "", has_type_id = false)]
  public class Part {
    public unowned string? path { [CCode (cname = "bounce_part_path")] get; }
    public unowned string? type { [CCode (cname = "bounce_part_type")] get; }
    public unowned string text { [CCode (cname = "bounce_part_text")] get; }
  }

  [Compact]
  [CCode (cname = "BounceReport", free_function = "bounce_report_free",
          has_type_id = false)]
  public class Report {
    public Kind kind { [CCode (cname = "bounce_report_kind")] get; }
    public uint32 n_recipients { [CCode (cname = "bounce_report_n_recipients")] get; }
    public unowned Original original { [CCode (cname = "bounce_report_original")] get; }
    public unowned Feedback? feedback { [CCode (cname = "bounce_report_feedback")] get; }
    public unowned string? format { [CCode (cname = "bounce_report_format")] get; }
    public unowned string? reporting_mta { [CCode (cname = "bounce_report_reporting_mta")] get; }
    public unowned string? received_from_mta { [CCode (cname = "bounce_report_received_from_mta")] get; }
    public unowned string? arrival_date { [CCode (cname = "bounce_report_arrival_date")] get; }
    public unowned string? envelope_id { [CCode (cname = "bounce_report_envelope_id")] get; }
    public unowned string? message_id { [CCode (cname = "bounce_report_message_id")] get; }
    public unowned string? subject { [CCode (cname = "bounce_report_subject")] get; }
    public unowned string? from { [CCode (cname = "bounce_report_from")] get; }
    public unowned string? to { [CCode (cname = "bounce_report_to")] get; }
    public unowned string? date { [CCode (cname = "bounce_report_date")] get; }
    public unowned string? auto_submitted { [CCode (cname = "bounce_report_auto_submitted")] get; }
    public bool is_null_sender { [CCode (cname = "bounce_report_is_null_sender")] get; }
    public unowned string? disposition { [CCode (cname = "bounce_report_disposition")] get; }
    public Limit limits_reached { [CCode (cname = "bounce_report_limits_reached")] get; }
    public unowned string? authentication_results { [CCode (cname = "bounce_report_authentication_results")] get; }
    public uint32 n_parts { [CCode (cname = "bounce_report_n_parts")] get; }
    public unowned Recipient? recipient (uint32 index);
    public unowned Part? part (uint32 index);
    public Text to_json (string? source = null);

    /* For foreach, over the recipients. */
    public int size { [CCode (cname = "(int) bounce_report_n_recipients")] get; }
    [CCode (cname = "bounce_report_recipient")]
    public unowned Recipient get (uint32 index);
  }

  /* A text that the library made: str is the text. */
  [Compact]
  [CCode (cname = "char", free_function = "bounce_string_free", has_type_id = false)]
  public class Text {
    public unowned string str { [CCode (cname = "")] get; }
  }

  [Compact]
  [CCode (cname = "BounceParser", ref_function = "bounce_parser_ref", unref_function = "bounce_parser_unref",
          has_type_id = false)]
  public class Parser {
    public Parser ();
    public bool set_limit (Limit limit, uint64 value);
    public uint64 limit (Limit limit);
    public bool keep_header (string name);
    public void trust_server (string? host);
    public void set_verp_delimiters (string? delimiters);
    public void use_formats (bool use);
    public void keep_parts (bool keep);

    [CCode (cname = "bounce_parser_add_rules")]
    public bool try_add_rules (string? name, [CCode (array_length_type = "size_t")] uint8[] text, out Error? error);
    [CCode (cname = "_vala_bounce_parser_add_rules")]
    public void add_rules (string? name, string text) throws GLib.Error {
      Error? error;
      try_add_rules (name, text.data, out error);
      throw_error ((owned) error);
    }

    [CCode (cname = "bounce_parser_add_rules_file")]
    public bool try_add_rules_file (string path, out Error? error);
    [CCode (cname = "_vala_bounce_parser_add_rules_file")]
    public void add_rules_file (string path) throws GLib.Error {
      Error? error;
      try_add_rules_file (path, out error);
      throw_error ((owned) error);
    }

    [CCode (cname = "bounce_parser_add_formats")]
    public bool try_add_formats (string? name, [CCode (array_length_type = "size_t")] uint8[] text, out Error? error);
    [CCode (cname = "_vala_bounce_parser_add_formats")]
    public void add_formats (string? name, string text) throws GLib.Error {
      Error? error;
      try_add_formats (name, text.data, out error);
      throw_error ((owned) error);
    }

    [CCode (cname = "bounce_parser_add_formats_file")]
    public bool try_add_formats_file (string path, out Error? error);
    [CCode (cname = "_vala_bounce_parser_add_formats_file")]
    public void add_formats_file (string path) throws GLib.Error {
      Error? error;
      try_add_formats_file (path, out error);
      throw_error ((owned) error);
    }

    [CCode (cname = "bounce_parser_parse")]
    public Report? try_parse ([CCode (array_length_type = "size_t")] uint8[] message, out Error? error);
    [CCode (cname = "_vala_bounce_parser_parse")]
    public Report parse (uint8[] message) throws GLib.Error {
      Error? error;
      var result = try_parse (message, out error);
      throw_error ((owned) error);
      return (owned) result;
    }

    [CCode (cname = "bounce_parser_parse_file")]
    public Report? try_parse_file (string path, out Error? error);
    [CCode (cname = "_vala_bounce_parser_parse_file")]
    public Report parse_file (string path) throws GLib.Error {
      Error? error;
      var result = try_parse_file (path, out error);
      throw_error ((owned) error);
      return (owned) result;
    }

    [CCode (cname = "bounce_parser_parse_fd")]
    public Report? try_parse_fd (int fd, out Error? error);
    [CCode (cname = "_vala_bounce_parser_parse_fd")]
    public Report parse_fd (int fd) throws GLib.Error {
      Error? error;
      var result = try_parse_fd (fd, out error);
      throw_error ((owned) error);
      return (owned) result;
    }

    [CCode (cname = "bounce_parser_classify_reply")]
    public Report? try_classify_reply ([CCode (array_length_type = "size_t")] uint8[] reply, string? remote_host,
                                       out Error? error);
    [CCode (cname = "_vala_bounce_parser_classify_reply")]
    public Report classify_reply (string reply, string? remote_host = null) throws GLib.Error {
      Error? error;
      var result = try_classify_reply (reply.data, remote_host, out error);
      throw_error ((owned) error);
      return (owned) result;
    }

    [CCode (cname = "bounce_parser_parse_mailbox_message")]
    public Report? try_parse_mailbox_message (MailboxMessage message, out Error? error);
    [CCode (cname = "_vala_bounce_parser_parse_mailbox_message")]
    public Report parse_mailbox_message (MailboxMessage message) throws GLib.Error {
      Error? error;
      var result = try_parse_mailbox_message (message, out error);
      throw_error ((owned) error);
      return (owned) result;
    }
  }

  /* One message after another. What can't be read throws once; the next call
   * goes on with what follows. */
  [Compact]
  [CCode (cname = "BounceMailbox", free_function = "bounce_mailbox_free",
          has_type_id = false)]
  public class Mailbox {
    [CCode (cname = "bounce_mailbox_open")]
    public static Mailbox? try_open (string path, out Error? error);
    [CCode (cname = "_vala_bounce_mailbox_open")]
    public static Mailbox open (string path) throws GLib.Error {
      Error? error;
      var result = try_open (path, out error);
      throw_error ((owned) error);
      return (owned) result;
    }

    [CCode (cname = "bounce_mailbox_open_fd")]
    public Mailbox.fd (int fd, string? name = null);
    public void set_message_bytes (uint64 bytes);

    [CCode (cname = "bounce_mailbox_next")]
    public MailboxMessage? try_next (out Error? error);
    [CCode (cname = "_vala_bounce_mailbox_next")]
    public MailboxMessage? next () throws GLib.Error {
      Error? error;
      var result = try_next (out error);
      throw_error ((owned) error);
      return (owned) result;
    }
  }

  [Compact]
  [CCode (cname = "BounceMailboxMessage", free_function = "bounce_mailbox_message_free",
          has_type_id = false)]
  public class MailboxMessage {
    public unowned string source { [CCode (cname = "bounce_mailbox_message_source")] get; }
    [CCode (array_length_type = "size_t")]
    public unowned uint8[] bytes ();
  }
}
