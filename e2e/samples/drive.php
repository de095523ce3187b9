<?php
// PHP has no threads: its fifty callers come one after the other, each as a new object, as in requests of one worker.
require $argv[1];
$issuer = getenv('ISSUER');
$make = fn () => new Tokens($issuer, getenv('CLIENT_ID'), getenv('CLIENT_SECRET'));
$tokens = $make();
$each = fn (int $many, callable $work) => array_values(array_unique(array_map($work, range(1, $many))));
$shared = function_exists('apcu_enabled') && apcu_enabled();
$got = $each(50, fn () => ($shared ? $make() : $tokens)->get());
echo count($got), "\n";
while (in_array($tokens->get(), $got, true)) {
    usleep(20000);
}
echo implode(' ', $each(20, fn () => $tokens->call('GET', "$issuer/api")['status'])), "\n";
echo $tokens->call('GET', "$issuer/never")['status'], "\n";
