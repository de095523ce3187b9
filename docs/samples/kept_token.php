<?php

/**
 * One token for all requests, renewed when four fifths of its life have passed. A PHP process forgets everything after a
 * request: APCu keeps the token in the memory that all workers share. Without APCu it is kept for this process alone.
 */
final class Tokens
{
    private array $own = [];

    public function __construct(private string $issuer, private string $clientId, private string $clientSecret)
    {
    }

    public function get(): string
    {
        if ($token = $this->kept()) {
            return $token;
        }
        // Who comes while another worker asks waits here, and finds the answer. The file holds nothing.
        $lock = fopen(sys_get_temp_dir() . '/' . $this->key() . '.lock', 'c');
        flock($lock, LOCK_EX);
        try {
            return $this->kept() ?? $this->renew();
        } finally {
            flock($lock, LOCK_UN);
            fclose($lock);
        }
    }

    /** After a 401 of an API; a newer token that another worker got stays. */
    public function forget(string $token): void
    {
        if ($this->kept() === $token) {
            $this->keep(null, 0.0);
        }
    }

    /** Calls an API. After a 401 it gets one new token and tries once more, never in a loop. */
    public function call(string $method, string $url, array $options = []): array
    {
        $token = $this->get();
        $answer = $this->send($method, $url, $options, ["Authorization: Bearer $token"]);
        if ($answer['status'] !== 401) {
            return $answer;
        }
        $this->forget($token);
        return $this->send($method, $url, $options, ['Authorization: Bearer ' . $this->get()]);
    }

    private function renew(): string
    {
        for ($triesLeft = 2; ; $triesLeft--) {
            $askedAt = microtime(true);
            $answer = $this->send('POST', $this->issuer . '/v1/auth/token', [
                CURLOPT_POSTFIELDS => 'grant_type=client_credentials',
                CURLOPT_USERPWD => $this->clientId . ':' . $this->clientSecret,
            ]);
            $body = json_decode($answer['body'], true);
            if ($answer['status'] === 200) {
                $this->keep($body['access_token'], $askedAt + 0.8 * $body['expires_in']);
                return $body['access_token'];
            }
            $wait = $answer['headers']['retry-after'] ?? '';
            if (!in_array($answer['status'], [429, 503], true) || !ctype_digit($wait) || $triesLeft === 0) {
                throw new RuntimeException(($body['error'] ?? $answer['status']) . ' ' . ($body['request_id'] ?? ''));
            }
            sleep((int) $wait);
        }
    }

    private function send(string $method, string $url, array $options, array $headers = []): array
    {
        $seen = [];
        $curl = curl_init($url);
        $headers = array_merge($options[CURLOPT_HTTPHEADER] ?? [], $headers);
        curl_setopt_array($curl, [CURLOPT_HTTPHEADER => $headers] + $options + [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 10,
            CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$seen): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $seen[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ]);
        $body = curl_exec($curl);
        if ($body === false) {
            throw new RuntimeException(curl_error($curl));
        }
        return ['status' => curl_getinfo($curl, CURLINFO_RESPONSE_CODE), 'headers' => $seen, 'body' => $body];
    }

    private function kept(): ?string
    {
        $kept = $this->shared() ? apcu_fetch($this->key()) : $this->own;
        return $kept && microtime(true) < $kept['renewAt'] ? $kept['token'] : null;
    }

    private function keep(?string $token, float $renewAt): void
    {
        $this->own = ['token' => $token, 'renewAt' => $renewAt];
        if ($this->shared()) {
            apcu_store($this->key(), $this->own);
        }
    }

    private function shared(): bool
    {
        return function_exists('apcu_enabled') && apcu_enabled();
    }

    private function key(): string
    {
        return 'token-' . hash('sha256', $this->issuer . ' ' . $this->clientId);
    }
}

if (realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    $tokens = new Tokens('https://auth.example.com', 'YOUR_CLIENT_ID', getenv('CLIENT_SECRET'));
    echo substr($tokens->get(), 0, 20), "\n";
}
