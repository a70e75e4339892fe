internal import Foundation

/// Writing to a descriptor and waiting for one, with an eye on the user who wants to stop.
enum Descriptor {
  /// How often whoever waits looks whether the user wants to stop, in milliseconds.
  private static let attention: Int32 = 100
  /// What a pipe takes at once when it says that it has room (`PIPE_BUF`).
  private static let piece = 4_096

  /// Waits until a descriptor can be read (`POLLIN`) or written (`POLLOUT`).
  /// - Returns: false when the user asked to stop before it could.
  static func wait(for events: Int32, on descriptor: Int32) -> Bool {
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&entry, 1, attention)
      // What cannot be waited for says why when it is read or written.
      if ready > 0 || (ready < 0 && errno != EINTR) { return true }
      if Interruption.isRequested { return false }
    }
  }

  /// Lets a moment pass.
  /// - Returns: false when the user asked to stop.
  static func pause() -> Bool {
    _ = poll(nil, 0, attention)
    return !Interruption.isRequested
  }

  /// Writes all of it, however slowly it is taken.
  /// - Returns: 0, or the number of the error: `EPIPE` when nobody reads any more, `ECANCELED` when
  ///   the user asked to stop while nobody read.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    // More than a pipe has room for would wait inside the call, where no request to stop is heard.
    let size = FileStatus(of: descriptor)?.kind == .regular ? Int.max : piece
    return bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        guard wait(for: Int32(POLLOUT), on: descriptor) else { return ECANCELED }
        let next = UnsafeRawBufferPointer(rebasing: rest.prefix(size))
        let count = Foundation.write(descriptor, next.baseAddress, next.count)
        if count > 0 {
          rest = rest.dropFirst(count)
        } else if count == 0 {
          return EIO
        } else if errno != EINTR, errno != EAGAIN {
          return errno
        }
      }
      return 0
    }
  }

  /// What an error number means.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
