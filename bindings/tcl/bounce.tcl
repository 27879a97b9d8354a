# Reads mail bounces with libbounce:
#   set parser [bounce::parser new]
#   foreach recipient [dict get [$parser parse_file bounce.eml] recipients] {
#     puts "[dict get $recipient address] [dict get $recipient class]"
#   }
#   $parser mailbox Maildir/ report { puts [dict get $report kind] }
#   $parser destroy
# A report is a dict with the keys of docs/json.md; what the message does not tell has no key.
# Errors have the errorCode {BOUNCE code line} (code: BounceErrorCode).
package require Tcl 8.6
package require critcl
package require json

critcl::cflags {*}[exec pkg-config --cflags bounce]
critcl::clibraries {*}[exec pkg-config --libs bounce]

# Pointers are numbers here: only the classes below use them.
critcl::ccode {
  #include <string.h>
  #include <bounce/bounce.h>

  #define PTR(type, value) ((type *)(intptr_t)(value))

  static int
  fail(Tcl_Interp *interp, BounceError *error)
  {
    char code[16], line[16];
    sprintf(code, "%u", (unsigned)bounce_error_code(error));
    sprintf(line, "%u", (unsigned)bounce_error_line(error));
    Tcl_SetObjResult(interp, Tcl_NewStringObj(bounce_error_message(error), -1));
    Tcl_SetErrorCode(interp, "BOUNCE", code, line, (char *)NULL);
    bounce_error_free(error);
    return TCL_ERROR;
  }

  /* The report as JSON; frees it. */
  static int
  give(Tcl_Interp *interp, BounceReport *report, const char *source,
       BounceError *error)
  {
    if (!report)
      return fail(interp, error);
    char *json = bounce_report_to_json(report, source);
    Tcl_SetObjResult(interp, Tcl_NewStringObj(json, -1));
    bounce_string_free(json);
    bounce_report_free(report);
    return TCL_OK;
  }
}

critcl::cproc bounce::c::parser_new {} wideint {
  return (Tcl_WideInt)(intptr_t)bounce_parser_new();
}
critcl::cproc bounce::c::parser_unref {wideint parser} void {
  bounce_parser_unref(PTR(BounceParser, parser));
}
critcl::cproc bounce::c::keep_header {wideint parser char* name} boolean {
  return bounce_parser_keep_header(PTR(BounceParser, parser), name);
}
critcl::cproc bounce::c::add_rules {Tcl_Interp* interp wideint parser char* name char* text} ok {
  BounceError *error = NULL;
  return bounce_parser_add_rules(PTR(BounceParser, parser), name, text,
                                 strlen(text), &error)
             ? TCL_OK
             : fail(interp, error);
}
critcl::cproc bounce::c::add_rules_file {Tcl_Interp* interp wideint parser char* path} ok {
  BounceError *error = NULL;
  return bounce_parser_add_rules_file(PTR(BounceParser, parser), path, &error)
             ? TCL_OK
             : fail(interp, error);
}
critcl::cproc bounce::c::parse {Tcl_Interp* interp wideint parser Tcl_Obj* message char* source} ok {
  BounceError *error = NULL;
  int length;
  const char *bytes = (const char *)Tcl_GetByteArrayFromObj(message, &length);
  BounceReport *report =
      bounce_parser_parse(PTR(BounceParser, parser), bytes, length, &error);
  return give(interp, report, *source ? source : NULL, error);
}
critcl::cproc bounce::c::parse_file {Tcl_Interp* interp wideint parser char* path} ok {
  BounceError *error = NULL;
  BounceReport *report =
      bounce_parser_parse_file(PTR(BounceParser, parser), path, &error);
  return give(interp, report, path, error);
}
critcl::cproc bounce::c::classify_reply {Tcl_Interp* interp wideint parser char* reply char* host} ok {
  BounceError *error = NULL;
  BounceReport *report =
      bounce_parser_classify_reply(PTR(BounceParser, parser), reply,
                                   strlen(reply), *host ? host : NULL, &error);
  return give(interp, report, NULL, error);
}
critcl::cproc bounce::c::mailbox_open {Tcl_Interp* interp char* path} ok {
  BounceError *error = NULL;
  BounceMailbox *mailbox = bounce_mailbox_open(path, &error);
  if (!mailbox)
    return fail(interp, error);
  Tcl_SetObjResult(interp, Tcl_NewWideIntObj((intptr_t)mailbox));
  return TCL_OK;
}
critcl::cproc bounce::c::mailbox_free {wideint mailbox} void {
  bounce_mailbox_free(PTR(BounceMailbox, mailbox));
}
# The next report as JSON; empty at the end.
critcl::cproc bounce::c::mailbox_next {Tcl_Interp* interp wideint mailbox wideint parser} ok {
  BounceError *error = NULL;
  BounceMailboxMessage *message =
      bounce_mailbox_next(PTR(BounceMailbox, mailbox), &error);
  if (!message)
    return error ? fail(interp, error) : TCL_OK;
  BounceReport *report = bounce_parser_parse_mailbox_message(
      PTR(BounceParser, parser), message, &error);
  int result =
      give(interp, report, bounce_mailbox_message_source(message), error);
  bounce_mailbox_message_free(message);
  return result;
}

namespace eval bounce {
  # A key without a value goes: Tcl has no null. Within a string a quote has a
  # backslash before it, so that this is found only where it is meant.
  proc decode {json} {
    regsub -all {"[a-z_]+":null,} $json {} json
    regsub -all {,?"[a-z_]+":null\}} $json "\}" json
    return [json::json2dict $json]
  }
}

# Parses messages. Configure it before it is used.
oo::class create bounce::parser {
  variable Parser

  constructor {} {
    set Parser [bounce::c::parser_new]
  }
  destructor {
    bounce::c::parser_unref $Parser
  }
  # Keeps a header field of the original, such as "X-Campaign-Id".
  method keep_header {name} {
    if {![bounce::c::keep_header $Parser $name]} {
      error "no header field is named $name"
    }
  }
  # Adds rules (docs/rules.md) that beat the built-in ones.
  method add_rules {text {name rules}} {
    bounce::c::add_rules $Parser $name $text
  }
  method add_rules_file {path} {
    bounce::c::add_rules_file $Parser $path
  }
  # The message as bytes: read from a channel in binary.
  method parse {message {source {}}} {
    return [bounce::decode [my parse_to_json $message $source]]
  }
  method parse_to_json {message {source {}}} {
    return [bounce::c::parse $Parser $message $source]
  }
  method parse_file {path} {
    return [bounce::decode [my parse_file_to_json $path]]
  }
  method parse_file_to_json {path} {
    return [bounce::c::parse_file $Parser $path]
  }
  # What a reply means, during an SMTP session.
  method classify_reply {reply {host {}}} {
    return [bounce::decode [bounce::c::classify_reply $Parser $reply $host]]
  }
  # Runs the body, as foreach does, for each report of a message, an mbox (also
  # .gz), a Maildir or a folder; one message is in memory at a time.
  method mailbox {path variable body} {
    upvar 1 $variable report
    set mailbox [bounce::c::mailbox_open $path]
    try {
      while {[set json [bounce::c::mailbox_next $mailbox $Parser]] ne {}} {
        set report [bounce::decode $json]
        uplevel 1 $body
      }
    } finally {
      bounce::c::mailbox_free $mailbox
    }
  }
}
