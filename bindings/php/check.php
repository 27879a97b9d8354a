<?php
// check.php ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
declare(strict_types=1);

require __DIR__ . '/bounce.php';

function show(mixed ...$values): void
{
    echo implode("\t", array_map(fn($value) => $value ?? '-', $values)), "\n";
}

function showReport(stdClass $report): void
{
    show($report->source ?? null, $report->kind, $report->original->message_id, $report->original->subject);
    foreach ($report->recipients as $one) {
        show($one->address, $one->action, $one->class, $one->hardness, $one->advice, $one->reply_code, $one->status,
             $one->diagnostic);
    }
}

function oneRound(string $mailbox, string $rules, string $message, string $reply): array
{
    $parser = new Bounce\Parser();
    $parser->addRulesFile($rules);
    $reports = iterator_to_array($parser->mailbox($mailbox), false);
    $reports[] = $parser->mailbox($mailbox)->current();
    $reports[] = $parser->parse($message);
    $reports[] = $parser->classifyReply($reply, 'mx.example.net');
    try {
        $parser->addRules("class no_such_class\n", str_repeat('x', 20000));
    } catch (Bounce\Error $error) {
        return [$reports, $error];
    }
    throw new LogicException('wrong rules are taken');
}

[, $rounds, $mailbox, $rules, $path, $reply] = $argv;
$message = file_get_contents($path);
for ($i = 1; $i <= (int)$rounds; $i++) {
    [$reports, $error] = oneRound($mailbox, $rules, $message, $reply);
    if ($i === intdiv((int)$rounds, 5) || $i === (int)$rounds) {
        echo implode(preg_grep('/^VmHWM/', file('/proc/self/status')));
    }
}
array_walk($reports, fn($report) => showReport($report));
show($error->getCode(), $error->rulesLine, str_replace(str_repeat('x', 20000), 'rules', $error->getMessage()));
