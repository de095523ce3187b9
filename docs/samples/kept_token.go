package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Tokens keeps one token for all goroutines and renews it when four fifths of its life have passed.
type Tokens struct {
	Issuer, ClientID, ClientSecret string

	mutex   sync.Mutex
	token   string
	renewAt time.Time
}

var client = &http.Client{Timeout: 10 * time.Second}

// Get returns a token. Who comes while one asks waits, and finds the answer.
func (t *Tokens) Get() (string, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if time.Now().Before(t.renewAt) {
		return t.token, nil
	}
	if err := t.renew(); err != nil {
		return "", err
	}
	return t.token, nil
}

// Forget is for a 401 of an API; a newer token that another goroutine got stays.
func (t *Tokens) Forget(token string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.token == token {
		t.renewAt = time.Time{}
	}
}

// Call calls an API. After a 401 it gets one new token and tries once more, never in a loop.
// A request with a body needs GetBody, which http.NewRequest sets.
func (t *Tokens) Call(request *http.Request) (*http.Response, error) {
	for last := false; ; last = true {
		token, err := t.Get()
		if err != nil {
			return nil, err
		}
		attempt := request.Clone(request.Context())
		if request.GetBody != nil {
			if attempt.Body, err = request.GetBody(); err != nil {
				return nil, err
			}
		}
		attempt.Header.Set("Authorization", "Bearer "+token)
		response, err := client.Do(attempt)
		if err != nil || response.StatusCode != http.StatusUnauthorized || last {
			return response, err
		}
		response.Body.Close()
		t.Forget(token)
	}
}

func (t *Tokens) renew() error {
	for triesLeft := 2; ; triesLeft-- {
		askedAt := time.Now()
		response, err := t.ask()
		if err != nil {
			return err
		}
		var answer struct {
			AccessToken string `json:"access_token"`
			ExpiresIn   int    `json:"expires_in"`
			Error       string `json:"error"`
			RequestID   string `json:"request_id"`
		}
		err = json.NewDecoder(response.Body).Decode(&answer)
		response.Body.Close()
		if err == nil && response.StatusCode == http.StatusOK {
			t.token = answer.AccessToken
			t.renewAt = askedAt.Add(time.Duration(answer.ExpiresIn) * time.Second * 4 / 5)
			return nil
		}
		busy := response.StatusCode == http.StatusTooManyRequests || response.StatusCode == http.StatusServiceUnavailable
		seconds, unreadable := strconv.Atoi(response.Header.Get("Retry-After"))
		if !busy || unreadable != nil || triesLeft == 0 {
			return fmt.Errorf("%s %s (%s)", response.Status, answer.Error, answer.RequestID)
		}
		time.Sleep(time.Duration(seconds) * time.Second)
	}
}

func (t *Tokens) ask() (*http.Response, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	request, err := http.NewRequest("POST", t.Issuer+"/v1/auth/token", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(t.ClientID, t.ClientSecret)
	return client.Do(request)
}

func main() {
	tokens := &Tokens{Issuer: "https://auth.example.com", ClientID: "YOUR_CLIENT_ID", ClientSecret: os.Getenv("CLIENT_SECRET")}
	token, err := tokens.Get()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token[:20])
}
