import Compliance
import Daemon
import EventLog
import Foundation
import InteractionModel
import Operations
import ProjectionEngine
import Store
import Synchronization
import Testing
import Vault

/// A store in a directory of its own, and services that keep it.
final class KeptStore: Sendable {
  let directory: String
  let url: StoreURL
  let settings: StoreSettings
  let clock: WallClock

  // By the clock records are taken, and the daemon goes.
  init(clock: WallClock = WallClock { _ in }) async throws {
    self.clock = clock
    directory = NSTemporaryDirectory() + "daemon-tests-\(UUID().uuidString)"
    url = .sqlite(directory: directory)
    settings = StoreSettings(
      key: .file(url.defaultKeyFile),
      clock: clock.logClock,
      actor: Actor(type: "operator", id: "tester"))
    let made = try await OpenStore.create(url, origin: "test.example/log", settings)
    try made.store.close()
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
  }

  func open() throws -> OpenStore { try OpenStore(url, to: .project, settings) }

  /// Appends cases that are opened, of which one may be in a form that no fold knows.
  func append(_ count: Int, strange: Bool = false) async throws {
    let store = try open()
    try await append(count, strange: strange, to: store)
    try store.close()
  }

  /// The same with a store that is open already.
  func append(_ count: Int, strange: Bool = false, to store: OpenStore) async throws {
    let events = (0..<count).map { number in
      var event = NewEvent(
        id: .random(), stream: StreamID(.case("C-\(UUID().uuidString.prefix(8))")),
        type: strange ? .caseAssigned : .caseOpened,
        body: strange ? ["owner": "agent-1"] : ["department": "roads"])
      if strange { event.schema = 2 }
      return event
    }
    _ = try await store.log().append(events)
  }

  /// A service that is asked to end when the body has.
  func serving<Value: Sendable>(
    _ disturbances: Disturbances = Disturbances(), signs: Bool = true,
    told: @escaping @Sendable (DaemonNews) -> Void = { _ in },
    _ body: @Sendable (HealthWatch) async throws -> Value
  ) async throws -> Value {
    let store = try open()
    let service = LiveService(
      store,
      LiveService.Configuration(
        signing: signs
          ? (SigningKeyFile(path: url.defaultSigningKeyFile), SigningSchedule(every: 1)) : nil),
      clock: clock, tell: told, disturbing: { try await disturbances.meet($0) })
    let running = Task { try await service.run() }
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(service.health))
    } catch {
      result = .failure(error)
    }
    disturbances.end()
    running.cancel()
    _ = await running.result
    try? store.close()
    return try result.get()
  }
}

/// What comes between workers and their work.
final class Disturbances: Sendable {
  enum Kind {
    case fails
    /// Its thread goes on no more, as in a call of the system that does not return.
    case hangs
  }

  struct Struck: Error, CustomStringConvertible {
    let description = "struck by a test"
  }

  private let struck = Mutex<[String: Kind]>([:])

  func strike(_ names: [String], _ kind: Kind) {
    struck.withLock { for name in names { $0[name] = kind } }
  }

  func end() { struck.withLock { $0 = [:] } }

  func meet(_ name: String) async throws {
    while true {
      switch struck.withLock({ $0[name] }) {
      case nil: return
      case .fails?: throw Struck()
      case .hangs?: usleep(5_000)
      }
    }
  }
}

extension HealthWatch {
  /// Waits until it says something.
  func awaits(
    _ what: Comment, _ location: SourceLocation = #_sourceLocation,
    _ isSo: @Sendable (HealthReport) -> Bool
  ) async throws {
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
      if isSo(report) { return }
      // Nobody is told when something does not happen.
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record(
      "\(what): \(JSONValue.object(report.json(\.description)).canonicalText)",
      sourceLocation: location)
    throw CancellationError()
  }
}

extension HealthReport {
  func blames(_ name: String) -> Bool { problems.contains { $0.subject == name } }

  func position(of name: String) -> Position? { kept.first { $0.name == name }?.position }

  func state(of name: String) -> WorkerState? { workers.first { $0.name == name }?.state }
}
