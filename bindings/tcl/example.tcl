# example.tcl FILE...: prints reports as bounce --format=json does.
source [file join [file dirname [info script]] bounce.tcl]
fconfigure stdout -encoding utf-8

set parser [bounce::parser new]
if {[catch {lmap path $argv {$parser parse_file_to_json $path}} reports]} {
  puts stderr $reports
  exit 1
}
puts "\[\n[join $reports ",\n"]\n\]"
$parser destroy
