#!/usr/bin/perl
# check.pl ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Bounce;

binmode STDOUT, ':encoding(UTF-8)';

sub show { return print join("\t", map { $_ // '-' } @_), "\n" }

sub show_report {
    my ($report) = @_;
    show($report->{source}, $report->{kind}, @{ $report->{original} }{qw(message_id subject)});
    show(@$_{qw(address action class hardness advice reply_code status diagnostic)}) for @{ $report->{recipients} };
    return;
}

sub one_round {
    my ($path, $rules, $message, $reply) = @_;
    my $bounce = Bounce->new;
    $bounce->add_rules_file($rules);
    my @reports;
    my $mailbox = $bounce->mailbox($path);
    while (my $report = $mailbox->next) { push @reports, $report }
    push @reports, $bounce->mailbox($path)->next, $bounce->parse($message);
    push @reports, $bounce->classify_reply($reply, 'mx.example.net');
    die "wrong rules are taken\n" if eval { $bounce->add_rules("class no_such_class\n", 'x' x 20000); 1 };
    return $@, @reports;
}

sub slurp {
    my ($path) = @_;
    local (@ARGV, $/) = ($path);
    return <>;
}

my ($rounds, $mailbox, $rules, $path, $reply) = @ARGV;
my $message = slurp($path);
my ($error, @reports);
for my $i (1 .. $rounds) {
    ($error, @reports) = one_round($mailbox, $rules, $message, $reply);
    print slurp('/proc/self/status') =~ /^(VmHWM.*\n)/m if $i == int($rounds / 5) || $i == $rounds;
}
show_report($_) for @reports;
show($error->code, $error->line, $error->message =~ s/^x+/rules/r);
