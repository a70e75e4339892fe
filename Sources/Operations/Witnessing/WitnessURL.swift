internal import Foundation
internal import Merkle

/// Where a witness is asked: what stands before `/add-checkpoint` (the “submission prefix” of C2SP
/// tlog-witness).
///
/// It stands in the log for everybody to read, so it holds no name and no password.
public struct WitnessURL: Sendable, Hashable, CustomStringConvertible {
  /// The URL, without a slash at its end.
  public let description: String

  /// Reads a URL; nil unless it is one of HTTP or HTTPS with a host, and without user, query and
  /// fragment.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), text.utf8.count <= 200,
      let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme),
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil,
      parts.query == nil, parts.fragment == nil
    else { return nil }
    description = String(text.reversed().drop { $0 == "/" }.reversed())
  }

  /// Where checkpoints are sent.
  var addCheckpoint: URL? { URL(string: "\(description)/add-checkpoint") }

  /// Where the checkpoint of a log is that was cosigned last.
  func last(of origin: String) -> URL? {
    URL(string: "\(description)/\(WitnessRequest.lastPath)/\(WitnessRequest.name(of: origin))")
  }
}
