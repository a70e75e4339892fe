public import InteractionModel

/// Where a server listens.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// The name or the address of the interface; an IPv6 address without brackets.
  public let host: String
  /// The port; 0 leaves the choice to the system.
  public let port: Int

  /// An address.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`, with an IPv6 address in brackets; nil of any other text.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: Int(port))
  }

  /// The address as it is typed, and as it stands in a URL.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// That a server cannot listen where it should.
public struct ListenError: Error, Remediable, Hashable {
  /// Where it should.
  public let address: ListenAddress
  /// Why it cannot, in the system's words.
  public let reason: String

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    Diagnosis(
      "cannot listen on \(address)", "choose an address of this machine that is free",
      cause: reason)
  }
}
