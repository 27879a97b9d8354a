# check.tcl ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
source [file join [file dirname [info script]] bounce.tcl]
fconfigure stdout -encoding utf-8

proc show {from keys} {
  puts [join [lmap key $keys {
    expr {[dict exists $from {*}$key] ? [dict get $from {*}$key] : "-"}
  }] \t]
}

proc show_report {report} {
  show $report {source kind {original message_id} {original subject}}
  foreach one [dict get $report recipients] {
    show $one {address action class hardness advice reply_code status diagnostic}
  }
}

proc one_round {mailbox rules message reply} {
  set parser [bounce::parser new]
  $parser add_rules_file $rules
  $parser mailbox $mailbox report { lappend reports $report }
  $parser mailbox $mailbox report {
    lappend reports $report
    break
  }
  lappend reports [$parser parse $message]
  lappend reports [$parser classify_reply $reply mx.example.net]
  if {![catch {$parser add_rules "class no_such_class\n" [string repeat x 20000]} thrown options]} {
    error "wrong rules are taken"
  }
  $parser destroy
  return [list $reports [dict get $options -errorcode] $thrown]
}

proc show_memory {} {
  set stream [open /proc/self/status]
  foreach line [split [read $stream] \n] {
    if {[string match VmHWM* $line]} { puts $line }
  }
  close $stream
}

lassign $argv rounds mailbox rules path reply
set stream [open $path rb]
set message [read $stream]
close $stream
for {set i 1} {$i <= $rounds} {incr i} {
  lassign [one_round $mailbox $rules $message $reply] reports code thrown
  if {$i == $rounds / 5 || $i == $rounds} show_memory
}
foreach report $reports { show_report $report }
puts [join [list {*}[lrange $code 1 2] [regsub {^x+} $thrown rules]] \t]
