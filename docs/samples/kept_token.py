import os
import threading
import time

import requests


class Tokens:
    """One token for all threads, renewed when four fifths of its life have passed."""

    def __init__(self, issuer, client_id, client_secret):
        self._url = issuer + "/v1/auth/token"
        self._auth = (client_id, client_secret)
        self._lock = threading.Lock()
        self._token = None
        self._renew_at = 0.0

    def get(self):
        # Who comes while one asks waits here, and finds the answer.
        with self._lock:
            if self._token is None or time.monotonic() >= self._renew_at:
                self._renew()
            return self._token

    def forget(self, token):
        """After a 401 of an API; a newer token that another thread got stays."""
        with self._lock:
            if token == self._token:
                self._token = None

    def call(self, method, url, **options):
        """Calls an API. After a 401 it gets one new token and tries once more, never in a loop."""
        for last in (False, True):
            token = self.get()
            headers = {**options.get("headers", {}), "Authorization": "Bearer " + token}
            response = requests.request(method, url, **{"timeout": 10, **options, "headers": headers})
            if response.status_code != 401 or last:
                return response
            self.forget(token)

    def _renew(self):
        for tries_left in (2, 1, 0):
            asked_at = time.monotonic()
            response = requests.post(
                self._url, data={"grant_type": "client_credentials"}, auth=self._auth, timeout=10
            )
            wait = response.headers.get("Retry-After", "")
            if response.status_code not in (429, 503) or not wait.isdigit() or not tries_left:
                break
            time.sleep(int(wait))
        response.raise_for_status()
        answer = response.json()
        self._token = answer["access_token"]
        self._renew_at = asked_at + 0.8 * answer["expires_in"]


if __name__ == "__main__":
    tokens = Tokens("https://auth.example.com", "YOUR_CLIENT_ID", os.environ["CLIENT_SECRET"])
    print(tokens.get()[:20])
