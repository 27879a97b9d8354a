package Bounce;

# Reads mail bounces with libbounce, through FFI::Platypus:
#   my $bounce = Bounce->new;
#   print "$_->{address} $_->{class}\n" for @{ $bounce->parse_file("bounce.eml")->{recipients} };
#   my $mailbox = $bounce->mailbox("Maildir/");
#   while (my $report = $mailbox->next) { print "$report->{source} $report->{kind}\n" }
# A report is a hash with the keys of docs/json.md, its text in characters. What fails dies with a
# Bounce::Error. Objects are freed with their last reference.
# BOUNCE_LIBRARY names the shared library where it is not installed.
use strict;
use warnings;
use FFI::Platypus 2.00;
use JSON::PP ();

my $ffi = FFI::Platypus->new(api => 2, lib => $ENV{BOUNCE_LIBRARY} // 'libbounce.so.0');
$ffi->mangler(sub { "bounce_$_[0]" });
$ffi->attach(@$_) for (
    [parser_new                   => []                                                         => 'opaque'],
    [parser_unref                 => ['opaque']                                                 => 'void'],
    [parser_keep_header           => ['opaque', 'string']                                       => 'bool'],
    [parser_add_rules             => ['opaque', 'string', 'string', 'size_t', 'opaque*']        => 'bool'],
    [parser_add_rules_file        => ['opaque', 'string', 'opaque*']                            => 'bool'],
    [parser_parse                 => ['opaque', 'string', 'size_t', 'opaque*']                  => 'opaque'],
    [parser_parse_file            => ['opaque', 'string', 'opaque*']                            => 'opaque'],
    [parser_classify_reply        => ['opaque', 'string', 'size_t', 'string', 'opaque*']        => 'opaque'],
    [parser_parse_mailbox_message => ['opaque', 'opaque', 'opaque*']                            => 'opaque'],
    [mailbox_open                 => ['string', 'opaque*']                                      => 'opaque'],
    [mailbox_next                 => ['opaque', 'opaque*']                                      => 'opaque'],
    [mailbox_free                 => ['opaque']                                                 => 'void'],
    [mailbox_message_source       => ['opaque']                                                 => 'string'],
    [mailbox_message_free         => ['opaque']                                                 => 'void'],
    [report_to_json               => ['opaque', 'string']                                       => 'opaque'],
    [report_free                  => ['opaque']                                                 => 'void'],
    [string_free                  => ['opaque']                                                 => 'void'],
    [error_code                   => ['opaque']                                                 => 'uint32'],
    [error_line                   => ['opaque']                                                 => 'uint32'],
    [error_message                => ['opaque']                                                 => 'string'],
    [error_free                   => ['opaque']                                                 => 'void'],
);

# Calls a function with a place for an error; dies with the one that it stores.
sub _check {
    my ($function, @arguments) = @_;
    my $error;
    my $result = $function->(@arguments, \$error);
    return $result unless $error;
    my $thrown = Bounce::Error->new(
        message => error_message($error), code => error_code($error), line => error_line($error));
    error_free($error);
    die $thrown;
}

# The report as text, in bytes of UTF-8; frees it.
sub _json {
    my ($report, $source) = @_;
    my $string = report_to_json($report, $source);
    my $json = $ffi->cast('opaque' => 'string', $string);
    string_free($string);
    report_free($report);
    return $json;
}

sub new { my ($class) = @_; return bless { parser => parser_new() }, $class }

sub DESTROY { my ($self) = @_; parser_unref($self->{parser}); return }

# Keeps a header field of the original, such as "X-Campaign-Id".
sub keep_header {
    my ($self, $name) = @_;
    return if parser_keep_header($self->{parser}, $name);
    die Bounce::Error->new(message => "no header field is named '$name'", code => 0, line => 0);
}

# Adds rules (docs/rules.md) that beat the built-in ones; bytes of UTF-8.
sub add_rules {
    my ($self, $text, $name) = @_;
    _check(\&parser_add_rules, $self->{parser}, $name // 'rules', $text, length $text);
    return;
}

sub add_rules_file {
    my ($self, $path) = @_;
    _check(\&parser_add_rules_file, $self->{parser}, $path);
    return;
}

sub parse_file_to_json {
    my ($self, $path) = @_;
    return _json(_check(\&parser_parse_file, $self->{parser}, $path), $path);
}

sub parse_to_json {
    my ($self, $message, $source) = @_;
    return _json(_check(\&parser_parse, $self->{parser}, $message, length $message), $source);
}

sub parse_file { my ($self, $path) = @_; return JSON::PP::decode_json($self->parse_file_to_json($path)) }

sub parse { my ($self, @arguments) = @_; return JSON::PP::decode_json($self->parse_to_json(@arguments)) }

# What a reply means, during an SMTP session.
sub classify_reply {
    my ($self, $reply, $host) = @_;
    my $report = _check(\&parser_classify_reply, $self->{parser}, $reply, length $reply, $host);
    return JSON::PP::decode_json(_json($report));
}

# The reports of a message, an mbox (also .gz), a Maildir or a folder.
sub mailbox {
    my ($self, $path) = @_;
    return bless { parser => $self, mailbox => _check(\&mailbox_open, $path) }, 'Bounce::Mailbox';
}

package Bounce::Mailbox;

# The next report, undef at the end. What can't be read dies once; the next call goes on with what follows.
sub next {    ## no critic (ProhibitBuiltinHomonyms)
    my ($self) = @_;
    my $message = Bounce::_check(\&Bounce::mailbox_next, $self->{mailbox}) or return;
    my $report = eval { Bounce::_check(\&Bounce::parser_parse_mailbox_message, $self->{parser}{parser}, $message) };
    my $json = $report && Bounce::_json($report, Bounce::mailbox_message_source($message));
    my $thrown = $@;
    Bounce::mailbox_message_free($message);
    die $thrown unless $report;
    return JSON::PP::decode_json($json);
}

sub DESTROY { my ($self) = @_; Bounce::mailbox_free($self->{mailbox}); return }

package Bounce::Error;

# What could not be read; reads as its message.
use overload '""' => sub { $_[0]->message . "\n" }, fallback => 1;

sub new { my ($class, %fields) = @_; return bless \%fields, $class }

sub message { return $_[0]{message} }

# BounceErrorCode.
sub code { return $_[0]{code} }

# The place in rules, or 0.
sub line { return $_[0]{line} }

1;
