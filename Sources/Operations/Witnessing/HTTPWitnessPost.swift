internal import Foundation
internal import InteractionModel
internal import Merkle
internal import Synchronization

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// Asks witnesses over HTTP.
///
/// Goes on to nowhere else when it is told to, and reads no more of an answer than one can be. A
/// cancelled caller still gets the answer, or that there was none in time: what was signed last is
/// cosigned though somebody has asked to stop.
public struct HTTPWitnessPost: WitnessPost {
  /// The usual way.
  public init() {}

  /// Asks a witness.
  /// - Parameters:
  ///   - body: the request.
  ///   - url: where the witness is.
  ///   - limit: how long it may take.
  /// - Returns: what was answered.
  /// - Throws: ``WitnessFault``.
  public func send(
    _ body: [UInt8], to url: WitnessURL, within limit: Duration
  ) async throws(WitnessFault) -> WitnessReply {
    guard let target = url.addCheckpoint else { throw .unreachable(reason: "\(url)") }
    var request = URLRequest(url: target)
    request.httpMethod = "POST"
    request.setValue("text/plain; charset=utf-8", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(body)
    return try await exchange(request, within: limit)
  }

  /// Asks a witness which checkpoint of a log it cosigned last.
  /// - Parameters:
  ///   - origin: the name of the log.
  ///   - url: where the witness is.
  ///   - limit: how long it may take.
  /// - Returns: what was answered.
  /// - Throws: ``WitnessFault``.
  public func last(
    of origin: String, at url: WitnessURL, within limit: Duration
  ) async throws(WitnessFault) -> WitnessReply {
    guard let target = url.last(of: origin) else { throw .unreachable(reason: "\(url)") }
    return try await exchange(URLRequest(url: target), within: limit)
  }

  private func exchange(
    _ request: URLRequest, within limit: Duration
  ) async throws(WitnessFault) -> WitnessReply {
    let answer = await withCheckedContinuation { continuation in
      Exchange(limit) { continuation.resume(returning: $0) }.begin(request)
    }
    return try answer.get()
  }
}

/// One request and what comes back.
private final class Exchange: NSObject, URLSessionDataDelegate {
  private struct State {
    var body: [UInt8] = []
    /// Told once; nil afterwards.
    var tell: (@Sendable (Result<WitnessReply, WitnessFault>) -> Void)?
  }

  private let limit: Duration
  private let state: Mutex<State>

  init(_ limit: Duration, _ tell: @escaping @Sendable (Result<WitnessReply, WitnessFault>) -> Void)
  {
    self.limit = limit
    state = Mutex(State(tell: tell))
  }

  func begin(_ request: URLRequest) {
    // It keeps the exchange until it is over.
    let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    session.finishTasksAndInvalidate()
    DispatchQueue.global().asyncAfter(deadline: .now() + limit / .seconds(1)) { [weak self] in
      guard let self else { return }
      end(.failure(.timedOut(limit: limit)))
      task.cancel()
    }
  }

  private func end(_ result: Result<WitnessReply, WitnessFault>) {
    let tell = state.withLock { state in
      defer { state.tell = nil }
      return state.tell
    }
    tell?(result)
  }

  func urlSession(_: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let count = state.withLock { state in
      state.body += data
      return state.body.count
    }
    guard count > WitnessRequest.longest else { return }
    end(.failure(.unreachable(reason: "it answers without end")))
    dataTask.cancel()
  }

  func urlSession(
    _: URLSession, task _: URLSessionTask, willPerformHTTPRedirection _: HTTPURLResponse,
    newRequest _: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(_: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard error == nil, let response = task.response as? HTTPURLResponse else {
      let reason = (error as? URLError).map(Exchange.reason) ?? "no answer"
      return end(.failure(.unreachable(reason: reason)))
    }
    let body = state.withLock { $0.body }
    end(.success(WitnessReply(status: response.statusCode, body: body)))
  }

  private static func reason(_ error: URLError) -> String {
    switch error.code {
    case .cannotConnectToHost: "nobody listens there"
    case .cannotFindHost, .dnsLookupFailed: "there is no such host"
    case .networkConnectionLost: "it hung up"
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
      .serverCertificateNotYetValid, .serverCertificateHasUnknownRoot:
      "its certificate is not to be trusted"
    default: "\(error.localizedDescription)"
    }
  }
}
