internal import Foundation

/// Files that results are written to.
enum ResultFile {
  /// Where results with their machine are kept, from the root of the package.
  static let folder = "Tools/throughline-bench/results"

  /// A value as JSON, its members by name.
  static func json(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  static func write(_ value: some Encodable, to path: String) throws {
    try write(try json(value), to: path)
  }

  static func write(_ data: Data, to path: String) throws {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url, options: .atomic)
    } catch {
      throw BenchFailure("cannot write \(path); check the path and the space left")
    }
  }
}

/// The result of a run with what it ran on, as it is kept.
struct KeptResult: Encodable {
  let machine: Machine
  let seed: UInt64
  let rounds: Int
  /// The events of most figures, and of those at ten times as many.
  let workloads: [WorkloadShape]
  let figures: [Figure]
}
