internal import Foundation

extension Terminal {
  /// Asks a question on standard error and reads the line that is typed.
  /// - Returns: the line without its end; nil when there is none.
  /// - Throws: `CancellationError` when the user asks to stop instead.
  static func ask(_ question: String) throws -> String? {
    StandardStream.error.write(question)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      guard Descriptor.wait(for: Int32(POLLIN), on: STDIN_FILENO) else { throw CancellationError() }
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
  }
}
