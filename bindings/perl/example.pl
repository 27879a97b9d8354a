#!/usr/bin/perl
# example.pl FILE...: prints reports as bounce --format=json does.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bounce;

my $parser = Bounce->new;
print "[\n", join(",\n", map { $parser->parse_file_to_json($_) } @ARGV), "\n]\n";
