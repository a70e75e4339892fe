internal import InteractionModel

extension Hash {
  /// How many bytes a hash has.
  public static let size = 32

  /// The digest that a text encodes in base64 (RFC 4648 §4); nil when it is not *the* encoding of
  /// 32 bytes.
  public init?(base64: some Collection<UInt8>) {
    guard let bytes = Base64.bytes(base64) else { return nil }
    self.init(bytes)
  }

  /// Base64 (RFC 4648 §4), as checkpoints and proofs spell it.
  public var base64: String {
    withUnsafeBytes { bytes in
      var text: [UInt8] = []
      Base64.write(bytes, to: &text)
      return String(decoding: text, as: UTF8.self)
    }
  }
}
