import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One token for all tasks, renewed when four fifths of its life have passed.
actor Tokens {
    struct Refused: Error {
        let status: Int
        let body: String
    }

    private struct Answer: Decodable {
        let access_token: String
        let expires_in: Double
    }

    private let request: URLRequest
    private var kept: (token: String, renewAt: ContinuousClock.Instant)?
    private var asking: Task<String, Error>?

    init(issuer: String, clientId: String, clientSecret: String) {
        var request = URLRequest(url: URL(string: issuer + "/v1/auth/token")!, timeoutInterval: 10)
        let credentials = Data("\(clientId):\(clientSecret)".utf8).base64EncodedString()
        request.httpMethod = "POST"
        request.setValue("Basic \(credentials)", forHTTPHeaderField: "Authorization")
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data("grant_type=client_credentials".utf8)
        self.request = request
    }

    func get() async throws -> String {
        if let kept, ContinuousClock.now < kept.renewAt { return kept.token }
        // Who comes while one asks waits for the same answer.
        if let asking { return try await asking.value }
        let task = Task { try await renew() }
        asking = task
        defer { asking = nil }
        return try await task.value
    }

    /// After a 401 of an API; a newer token that another task got stays.
    func forget(_ token: String) {
        if kept?.token == token { kept = nil }
    }

    /// Calls an API. After a 401 it gets one new token and tries once more, never in a loop.
    func call(_ request: URLRequest) async throws -> (Data, HTTPURLResponse) {
        let first = try await get()
        let answer = try await send(request, token: first)
        guard answer.1.statusCode == 401 else { return answer }
        forget(first)
        return try await send(request, token: get())
    }

    private func send(_ request: URLRequest, token: String? = nil) async throws -> (Data, HTTPURLResponse) {
        var request = request
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        return (data, response as! HTTPURLResponse)
    }

    private func renew() async throws -> String {
        var triesLeft = 2
        while true {
            let askedAt = ContinuousClock.now
            let (data, response) = try await send(request)
            if response.statusCode == 200 {
                let answer = try JSONDecoder().decode(Answer.self, from: data)
                kept = (answer.access_token, askedAt + .seconds(0.8 * answer.expires_in))
                return answer.access_token
            }
            let wait = response.value(forHTTPHeaderField: "Retry-After").flatMap(Int.init)
            guard [429, 503].contains(response.statusCode), let wait, triesLeft > 0 else {
                throw Refused(status: response.statusCode, body: String(decoding: data, as: UTF8.self))
            }
            triesLeft -= 1
            try await Task.sleep(for: .seconds(wait))
        }
    }
}

let secret = ProcessInfo.processInfo.environment["CLIENT_SECRET"]!
let tokens = Tokens(issuer: "https://auth.example.com", clientId: "YOUR_CLIENT_ID", clientSecret: secret)
print(try await tokens.get().prefix(20))
