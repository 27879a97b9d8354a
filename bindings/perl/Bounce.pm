package Bounce;

# Reads mail bounces with libbounce, through FFI::Platypus:
#   my $report = Bounce->new->parse_file("bounce.eml");
#   print "$_->{address} $_->{class}\n" for @{ $report->{recipients} };
# A report is a hash with the keys of docs/json.md.
use strict;
use warnings;
use FFI::Platypus 2.00;
use JSON::PP ();

my $ffi = FFI::Platypus->new(api => 2, lib => $ENV{BOUNCE_LIBRARY} // 'libbounce.so.0');
$ffi->mangler(sub { "bounce_$_[0]" });
$ffi->attach(@$_) for (
    [parser_new           => []                                               => 'opaque'],
    [parser_unref         => ['opaque']                                       => 'void'],
    [parser_parse         => ['opaque', 'string', 'size_t', 'opaque*']           => 'opaque'],
    [parser_parse_file    => ['opaque', 'string', 'opaque*']                  => 'opaque'],
    [parser_classify_reply => ['opaque', 'string', 'size_t', 'string', 'opaque*'] => 'opaque'],
    [report_to_json       => ['opaque', 'string']                             => 'opaque'],
    [report_free          => ['opaque']                                       => 'void'],
    [string_free          => ['opaque']                                       => 'void'],
    [error_message        => ['opaque']                                       => 'string'],
    [error_free           => ['opaque']                                       => 'void'],
);

sub new { my ($class) = @_; return bless { parser => parser_new() }, $class }

sub DESTROY { parser_unref($_[0]{parser}); return }

# The report as text, in bytes of UTF-8.
sub _take {
    my ($report, $error, $source) = @_;
    if (!$report) {
        my $message = error_message($error);
        error_free($error);
        die "$message\n";
    }
    my $string = report_to_json($report, $source);
    my $json = $ffi->cast('opaque' => 'string', $string);
    string_free($string);
    report_free($report);
    return $json;
}

sub parse_file_to_json {
    my ($self, $path) = @_;
    my $report = parser_parse_file($self->{parser}, $path, \my $error);
    return _take($report, $error, $path);
}

sub parse_to_json {
    my ($self, $message, $source) = @_;
    my $report = parser_parse($self->{parser}, $message, length $message, \my $error);
    return _take($report, $error, $source);
}

sub parse_file { my ($self, $path) = @_; return JSON::PP::decode_json($self->parse_file_to_json($path)) }

sub parse { my ($self, $message) = @_; return JSON::PP::decode_json($self->parse_to_json($message)) }

sub classify_reply {
    my ($self, $reply, $host) = @_;
    my $report = parser_classify_reply($self->{parser}, $reply, length $reply, $host, \my $error);
    return JSON::PP::decode_json(_take($report, $error));
}

1;
