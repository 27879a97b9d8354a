<?php
/**
 * Reads mail bounces with libbounce, through PHP's FFI:
 *
 *     $parser = new Bounce\Parser();
 *     foreach ($parser->parseFile('bounce.eml')->recipients as $recipient)
 *         echo "$recipient->address $recipient->class\n";
 *     foreach ($parser->mailbox('Maildir/') as $source => $report)
 *         echo "$source $report->kind\n";
 *
 * A report is an object with the keys of docs/json.md. BOUNCE_LIBRARY names the
 * shared library where it is not installed.
 */
declare(strict_types=1);

namespace Bounce;

use FFI;
use FFI\CData;

/** The library's functions, as in its headers. */
final class Library
{
    private const DECLARATIONS = <<<'C'
        typedef struct BounceParser BounceParser;
        typedef struct BounceReport BounceReport;
        typedef struct BounceError BounceError;
        typedef struct BounceMailbox BounceMailbox;
        typedef struct BounceMailboxMessage BounceMailboxMessage;
        BounceParser *bounce_parser_new(void);
        void bounce_parser_unref(BounceParser *parser);
        bool bounce_parser_keep_header(BounceParser *parser, const char *name);
        bool bounce_parser_add_rules(BounceParser *parser, const char *name, const char *text, size_t length,
                                     BounceError **error);
        bool bounce_parser_add_rules_file(BounceParser *parser, const char *path, BounceError **error);
        BounceReport *bounce_parser_parse(const BounceParser *parser, const char *message, size_t length,
                                          BounceError **error);
        BounceReport *bounce_parser_parse_file(const BounceParser *parser, const char *path, BounceError **error);
        BounceReport *bounce_parser_classify_reply(const BounceParser *parser, const char *reply, size_t length,
                                                   const char *remote_host, BounceError **error);
        BounceReport *bounce_parser_parse_mailbox_message(const BounceParser *parser,
                                                          const BounceMailboxMessage *message, BounceError **error);
        BounceMailbox *bounce_mailbox_open(const char *path, BounceError **error);
        BounceMailboxMessage *bounce_mailbox_next(BounceMailbox *mailbox, BounceError **error);
        void bounce_mailbox_free(BounceMailbox *mailbox);
        const char *bounce_mailbox_message_source(const BounceMailboxMessage *message);
        void bounce_mailbox_message_free(BounceMailboxMessage *message);
        char *bounce_report_to_json(const BounceReport *report, const char *source);
        void bounce_report_free(BounceReport *report);
        void bounce_string_free(char *string);
        uint32_t bounce_error_code(const BounceError *error);
        uint32_t bounce_error_line(const BounceError *error);
        const char *bounce_error_message(const BounceError *error);
        void bounce_error_free(BounceError *error);
        C;

    private static ?FFI $ffi = null;

    public static function get(): FFI
    {
        return self::$ffi ??= FFI::cdef(self::DECLARATIONS, getenv('BOUNCE_LIBRARY') ?: 'libbounce.so.0');
    }

    /** Calls a function with a place for an error; throws the one that it stores. */
    public static function check(callable $call): mixed
    {
        $lib = self::get();
        $error = $lib->new('BounceError *');
        $result = $call(FFI::addr($error));
        if (!FFI::isNull($error)) {
            try {
                throw new Error($lib->bounce_error_message($error), $lib->bounce_error_code($error),
                                $lib->bounce_error_line($error));
            } finally {
                $lib->bounce_error_free($error);
            }
        }
        return $result;
    }

    /** The report as text; frees it. */
    public static function json(CData $report, ?string $source): string
    {
        $lib = self::get();
        $text = $lib->bounce_report_to_json($report, $source);
        try {
            return FFI::string($text);
        } finally {
            $lib->bounce_string_free($text);
            $lib->bounce_report_free($report);
        }
    }

    public static function object(string $json): \stdClass
    {
        return json_decode($json, false, 512, JSON_THROW_ON_ERROR);
    }
}

/** What could not be read: the code is a BounceErrorCode. */
final class Error extends \RuntimeException
{
    /** @param int $rulesLine the place in rules, or 0 */
    public function __construct(string $message, int $code, public readonly int $rulesLine)
    {
        parent::__construct($message, $code);
    }
}

/** Parses messages. It is freed with its last reference. */
final class Parser
{
    private FFI $lib;
    private CData $parser;

    public function __construct()
    {
        $this->lib = Library::get();
        $this->parser = $this->lib->bounce_parser_new();
    }

    public function __destruct()
    {
        $this->lib->bounce_parser_unref($this->parser);
    }

    /** Keeps a header field of the original, such as "X-Campaign-Id". */
    public function keepHeader(string $name): void
    {
        if (!$this->lib->bounce_parser_keep_header($this->parser, $name)) {
            throw new \ValueError("no header field is named '$name'");
        }
    }

    /** Adds rules (docs/rules.md) that beat the built-in ones. */
    public function addRules(string $text, string $name = 'rules'): void
    {
        Library::check(fn($error) =>
            $this->lib->bounce_parser_add_rules($this->parser, $name, $text, strlen($text), $error));
    }

    public function addRulesFile(string $path): void
    {
        Library::check(fn($error) => $this->lib->bounce_parser_add_rules_file($this->parser, $path, $error));
    }

    public function parse(string $message, ?string $source = null): \stdClass
    {
        return Library::object($this->parseToJson($message, $source));
    }

    public function parseFile(string $path): \stdClass
    {
        return Library::object($this->parseFileToJson($path));
    }

    /** What a reply means, during an SMTP session. */
    public function classifyReply(string $reply, ?string $host = null): \stdClass
    {
        $report = Library::check(fn($error) =>
            $this->lib->bounce_parser_classify_reply($this->parser, $reply, strlen($reply), $host, $error));
        return Library::object(Library::json($report, null));
    }

    public function parseToJson(string $message, ?string $source = null): string
    {
        $report = Library::check(fn($error) =>
            $this->lib->bounce_parser_parse($this->parser, $message, strlen($message), $error));
        return Library::json($report, $source);
    }

    public function parseFileToJson(string $path): string
    {
        $report = Library::check(fn($error) => $this->lib->bounce_parser_parse_file($this->parser, $path, $error));
        return Library::json($report, $path);
    }

    /**
     * The reports of a message, an mbox (also .gz), a Maildir or a folder, one
     * message in memory at a time; the keys are where they were read.
     * @return \Generator<string, \stdClass>
     */
    public function mailbox(string $path): \Generator
    {
        $mailbox = Library::check(fn($error) => $this->lib->bounce_mailbox_open($path, $error));
        try {
            while ($message = Library::check(fn($error) => $this->lib->bounce_mailbox_next($mailbox, $error))) {
                $source = $this->lib->bounce_mailbox_message_source($message);
                try {
                    $report = Library::check(fn($error) =>
                        $this->lib->bounce_parser_parse_mailbox_message($this->parser, $message, $error));
                    $json = Library::json($report, $source);
                } finally {
                    $this->lib->bounce_mailbox_message_free($message);
                }
                yield $source => Library::object($json);
            }
        } finally {
            $this->lib->bounce_mailbox_free($mailbox);
        }
    }
}
