import Foundation
import HTTPServer
import Merkle
import Testing

@Suite("A witness lets nobody keep the others out")
struct WitnessLimitTests {
  /// A connection to it, of which every byte is in the test's hands.
  private final class Connection {
    private let socket: Int32

    init(_ address: ListenAddress) throws {
      socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var place = sockaddr_in()
      place.sin_family = sa_family_t(AF_INET)
      place.sin_port = UInt16(address.port).bigEndian
      place.sin_addr.s_addr = inet_addr(address.host)
      let connected = withUnsafePointer(to: &place) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      try #require(connected == 0)
    }

    deinit { close() }

    func close() { Foundation.shutdown(socket, Int32(SHUT_RDWR)) }

    /// Sends some bytes; false when nobody is there to get them.
    @discardableResult
    func send(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      return Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        == bytes.count
    }

    /// What comes within a time; nil when nothing does, empty at the end.
    func receive(within limit: Duration) -> String? {
      var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, Int32(limit / .milliseconds(1))) > 0 else { return nil }
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = recv(socket, &buffer, buffer.count, 0)
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
  }

  private static let request =
    "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1\r\n\r\n"

  /// Runs one with some limits while a body does what it likes.
  private func serving(
    _ change: (inout WitnessLimits) -> Void,
    _ body: @escaping @Sendable (ListenAddress) async throws -> Void
  ) async throws {
    var limits = WitnessLimits()
    change(&limits)
    let log = try WitnessedLog(0).key.verifier
    let key = try SigningKey(name: "witness.example/w1", algorithm: .cosignature)
    let desk = WitnessDesk(
      try Witness(key, cosigning: [log]), memory: VolatileWitnessMemory(), now: { 1 },
      tell: { _ in })
    let server = WitnessServer(desk, at: ListenAddress(host: "127.0.0.1", port: 0), within: limits)
    let (places, told) = AsyncStream.makeStream(of: ListenAddress.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { told.yield($0) } }
      group.addTask {
        for await place in places { return try await body(place) }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  @Test("A connection over which nothing comes is closed")
  func idle() async throws {
    try await serving({ $0.idle = .milliseconds(300) }) { address in
      let silent = try Connection(address)
      #expect(silent.receive(within: .seconds(20)) == "")
    }
  }

  @Test("One over which something comes now and then is closed when its time is up")
  func whole() async throws {
    try await serving({
      $0.idle = .seconds(600)
      $0.whole = .milliseconds(600)
    }) { address in
      let slow = try Connection(address)
      let begin = ContinuousClock.now
      var isOpen = true
      for byte in String(repeating: "POST / HTTP/1.1 ", count: 100) where isOpen {
        slow.send("\(byte)")
        isOpen = slow.receive(within: .milliseconds(50)) == nil
      }
      #expect(!isOpen && ContinuousClock.now - begin >= .milliseconds(500))
    }
  }

  @Test("No more are served at once than it says, and whoever waits comes when another leaves")
  func connections() async throws {
    try await serving({ $0.connections = 2 }) { address in
      let served = [try Connection(address), try Connection(address)]
      for connection in served {
        connection.send(Self.request + "x")
        #expect(connection.receive(within: .seconds(20))?.hasPrefix("HTTP/1.1 400") == true)
      }
      let waiting = try Connection(address)
      waiting.send(Self.request + "x")
      #expect(waiting.receive(within: .seconds(1)) == nil)
      served[0].close()
      #expect(waiting.receive(within: .seconds(20))?.hasPrefix("HTTP/1.1 400") == true)
    }
  }

  @Test("The usual ones are those that are documented")
  func usual() {
    let limits = WitnessLimits()
    #expect(limits.connections == 128)
    #expect(limits.idle == .seconds(15) && limits.whole == .seconds(60))
  }
}
