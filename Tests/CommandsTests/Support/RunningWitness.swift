import Foundation
import InteractionModel
import Merkle
import Operations

/// A witness in a process of its own.
final class RunningWitness {
  /// Where it listens.
  let url: WitnessURL
  /// What it cosigns with.
  let key: VerifierKey
  private let process: RunningTool

  /// Starts one that cosigns some logs.
  init(
    _ tool: Tool, cosigning logs: [String], name: String = "witness.example/w1", port: Int = 0
  ) throws {
    let file = "\(tool.directory)/\(UUID().uuidString).out"
    let logs = logs.flatMap { ["--log", $0] }
    process = try tool.start(
      ["witness", "serve", "--listen", "127.0.0.1:\(port)", "--json", "--name", name]
        + ["--key", RunningWitness.keyFile(tool, name)] + logs,
      store: .nowhere, shell: "exec \"$@\" > '\(file)'")
    var line = ""
    while !line.hasSuffix("\n"), !process.hasEnded(within: 10) {
      line = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    }
    guard let told = try? JSONValue(parsing: Array(line.utf8)),
      let url = told["url"]?.string.flatMap(WitnessURL.init), let key = told["key"]?.string
    else { throw UnexpectedEnd("no witness: \(try process.finish().errors)") }
    self.url = url
    self.key = try VerifierKey(key)
  }

  static func keyFile(_ tool: Tool, _ name: String) -> String {
    "\(tool.directory)/\(name.replacing("/", with: "-")).key"
  }

  var port: Int { Int(url.description.split(separator: ":").last ?? "") ?? 0 }

  /// Stops it as an operator does.
  func stop() throws -> Output {
    process.send(SIGTERM)
    return try process.finish()
  }

  /// Ends it where it is.
  func kill() throws {
    process.send(SIGKILL)
    _ = try process.finish()
  }
}
