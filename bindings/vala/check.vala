/* check ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py. */
void show (string?[] values) {
  for (int i = 0; i < values.length; i++)
    stdout.printf ("%s%s", values[i] ?? "-", i < values.length - 1 ? "\t" : "\n");
}

string report_lines (Bounce.Report report, string? source) {
  var lines = new StringBuilder ();
  unowned var original = report.original;
  lines.append ("%s\t%s\t%s\t%s\n".printf (source ?? "-", report.kind.to_string (), original.message_id ?? "-",
                                            original.subject ?? "-"));
  foreach (unowned Bounce.Recipient one in report)
    lines.append ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n".printf (
      one.address ?? "-", one.action == 0 ? "-" : one.action.to_string (), one.class_.to_string (),
      one.hardness.to_string (), one.advice.to_string (), one.reply_code == 0 ? "-" : one.reply_code.to_string (),
      one.status ?? "-", one.diagnostic ?? "-"));
  return lines.str;
}

string one_round (string[] args, uint8[] message, out Bounce.Error error) throws GLib.Error {
  var lines = new StringBuilder ();
  var parser = new Bounce.Parser ();
  parser.add_rules_file (args[3]);
  var mailbox = Bounce.Mailbox.open (args[2]);
  Bounce.MailboxMessage? next;
  while ((next = mailbox.next ()) != null)
    lines.append (report_lines (parser.parse_mailbox_message (next), next.source));
  mailbox = Bounce.Mailbox.open (args[2]);
  next = mailbox.next ();
  lines.append (report_lines (parser.parse (next.bytes ()), next.source));
  lines.append (report_lines (parser.parse (message), null));
  lines.append (report_lines (parser.classify_reply (args[5], "mx.example.net"), null));
  var name = string.nfill (20000, 'x');
  try {
    parser.add_rules (name, "class no_such_class\n");
    assert_not_reached ();
  } catch (GLib.Error thrown) {
    assert (thrown.matches (Bounce.quark (), Bounce.ErrorCode.SYNTAX));
  }
  assert (!parser.try_add_rules (name, "class no_such_class\n".data, out error));
  return lines.str;
}

void show_memory () throws GLib.Error {
  string status;
  FileUtils.get_contents ("/proc/self/status", out status);
  foreach (unowned string line in status.split ("\n"))
    if (line.has_prefix ("VmHWM"))
      stdout.printf ("%s\n", line);
}

int main (string[] args) {
  int rounds = int.parse (args[1]);
  string lines = "";
  Bounce.Error? error = null;
  try {
    uint8[] message;
    FileUtils.get_data (args[4], out message);
    for (int i = 1; i <= rounds; i++) {
      lines = one_round (args, message, out error);
      if (i == rounds / 5 || i == rounds)
        show_memory ();
    }
  } catch (GLib.Error thrown) {
    stderr.printf ("%s\n", thrown.message);
    return 1;
  }
  stdout.printf ("%s", lines);
  show ({ ((int) error.code).to_string (), error.line.to_string (), "rules" + error.message.substring (20000) });
  return 0;
}
