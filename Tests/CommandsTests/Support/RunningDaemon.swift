import Foundation
import InteractionModel

/// A daemon in a process of its own, as an operator runs it.
final class RunningDaemon {
  /// Where it listens.
  let port: Int
  let process: RunningTool
  private let file: String

  /// What it has said so far.
  var log: String { get throws { try String(contentsOfFile: file, encoding: .utf8) } }

  /// Starts one, and waits until it listens.
  init(_ tool: Tool, _ options: [String] = []) throws {
    file = "\(tool.directory)/\(UUID().uuidString).log"
    let file = file
    process = try tool.start(
      ["serve", "--listen", "127.0.0.1:0"] + options, shell: "exec \"$@\" 2> '\(file)'",
      program: Tool.built("throughline-daemon"))
    var port: Int?
    while port == nil, !process.hasEnded(within: 10) {
      let log = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      for line in log.split(separator: "\n") {
        let said = try? JSONValue(parsing: Array(line.utf8))
        guard said?["message"] == "listens", let place = said?["address"]?.string else { continue }
        port = place.split(separator: ":").last.flatMap { Int($0) }
      }
    }
    guard let port else {
      throw UnexpectedEnd(
        "no daemon: \((try? String(contentsOfFile: file, encoding: .utf8)) ?? "")")
    }
    self.port = port
  }

  /// What it answers.
  func get(_ path: String) throws -> (
    status: Int, headers: [String: String], body: String
  ) {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = UInt16(port).bigEndian
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw UnexpectedEnd("nobody listens on \(port)") }
    let request = Array("GET /\(path) HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n".utf8)
    guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw UnexpectedEnd("the daemon takes no request")
    }
    var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    let text = String(decoding: answer, as: UTF8.self)
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
    let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    var headers: [String: String] = [:]
    for line in (parts.first ?? "").split(separator: "\r\n").dropFirst() {
      let field = line.split(separator: ": ", maxSplits: 1)
      if field.count == 2 { headers[field[0].lowercased()] = String(field[1]) }
    }
    return (status ?? 0, headers, parts.count > 1 ? String(parts[1]) : "")
  }

  /// Waits until it says something of its health.
  func awaits(_ isSo: (_ status: Int, _ said: JSONValue) -> Bool) throws {
    var last = ""
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end, !process.hasEnded(within: 20) {
      let answer = try get("readyz")
      last = answer.body
      if let said = try? JSONValue(parsing: Array(answer.body.utf8)), isSo(answer.status, said) {
        return
      }
    }
    throw UnexpectedEnd("the daemon never said so: \(last)")
  }
}
