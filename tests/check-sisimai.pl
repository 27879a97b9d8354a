#!/usr/bin/perl
# SPDX-License-Identifier: LGPL-2.1-or-later
# check-sisimai.pl < PATHS: what Sisimai says of these messages, a JSON object a
# line and recipient, then the names of all that it reads messages by.
use strict;
use warnings;
use File::Basename;
use JSON;
use Sisimai;
use Sisimai::Lhost;

my $json = JSON->new->utf8->canonical;
while (my $path = <STDIN>) {
    chomp $path;
    local *STDERR;    # it warns of what it cannot decode
    my $found = eval { Sisimai->make($path, delivered => 1) } || [];
    print $json->encode({%{ $_->damn }, origin => $path}), "\n" for @$found;
}
my $folder = $INC{'Sisimai/Lhost.pm'} =~ s/[.]pm$//r;
my @names = map { basename($_, '.pm') } glob("$folder/*.pm");
print $json->encode([Sisimai->version, @names, 'Feedback-Loop', 'RFC3464', 'RFC3834']), "\n";
