internal import Foundation

/// This program once more, for one measurement.
enum ChildProcess {
  /// Runs a measurement in a process of its own.
  static func run(
    _ measurement: Work, in directory: String, events: Int, seed: UInt64,
    asking question: AskedQuestion? = nil
  ) throws -> Measured {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "--measure", measurement.rawValue, "--site", directory, "--events", String(events),
      "--seed", String(seed),
    ]
    if let question { process.arguments? += ["--ask", question.rawValue] }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw BenchFailure(
        "the measurement “\(measurement.rawValue)” failed with \(process.terminationStatus)")
    }
    return try JSONDecoder().decode(Measured.self, from: bytes)
  }
}
