<?php
// example.php FILE...: prints reports as bounce --format=json does.
declare(strict_types=1);

require __DIR__ . '/bounce.php';

$parser = new Bounce\Parser();
try {
    $reports = array_map($parser->parseFileToJson(...), array_slice($argv, 1));
    echo "[\n", implode(",\n", $reports), "\n]\n";
} catch (Bounce\Error $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(1);
}
