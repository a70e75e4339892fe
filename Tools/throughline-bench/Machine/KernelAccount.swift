internal import Foundation

/// What the kernel has counted of this process.
enum KernelAccount {
  /// The most memory the process has had, in bytes (VmHWM).
  static func peakMemory() throws -> Double {
    try figure("/proc/self/status", "VmHWM:") * 1_024
  }

  /// Bytes that the process caused to be written to disk (write_bytes): whole pages, each time they
  /// became dirty, the file system's own left out.
  static func bytesWritten() throws -> Double {
    try figure("/proc/self/io", "write_bytes:")
  }

  /// The number that follows a name in one of the kernel's text files.
  private static func figure(_ path: String, _ name: String) throws -> Double {
    let line = KernelAccount.lines(path).first { $0.hasPrefix(name) }
    let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    guard let figure = number.flatMap({ Double($0) }) else {
      throw BenchFailure("\(path) does not say \(name); this figure needs Linux")
    }
    return figure
  }

  static func lines(_ path: String) -> [Substring] {
    (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
  }
}

/// Seconds that a body takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return start.duration(to: .now) / .seconds(1)
}

/// Seconds that a body takes.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
  let start = ContinuousClock.now
  try await body()
  return start.duration(to: .now) / .seconds(1)
}
