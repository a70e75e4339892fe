/// One sealed part of a record: personal data about one subject, as ciphertext.
public struct SealedPart: Sendable, Hashable {
  /// Which key opens it: 32 hexadecimal digits, random, meaningless outside the vault.
  public let key: String
  /// Commits to the key that seals it (GCM alone does not): 32 bytes.
  public let commitment: [UInt8]
  /// The nonce of AES-256-GCM: 12 bytes.
  public let nonce: [UInt8]
  /// Ciphertext and 16-byte tag.
  public let data: [UInt8]
  /// Commits to what is sealed, piece by piece, so that some of it can be proven without the rest:
  /// 32 bytes.
  public let root: [UInt8]
  /// SHA-256 of each sealed attachment that the part names, in hexadecimal.
  public let attachments: [String]

  /// A part of these fields.
  public init(
    key: String, commitment: [UInt8], nonce: [UInt8], data: [UInt8], root: [UInt8],
    attachments: [String] = []
  ) {
    self.key = key
    self.commitment = commitment
    self.nonce = nonce
    self.data = data
    self.root = root
    self.attachments = attachments
  }

  /// About how many bytes the canonical form takes; never fewer without attachments.
  var estimatedSize: Int {
    (commitment.count + data.count + nonce.count + root.count) * 4 / 3 + key.utf8.count
      + attachments.count * 68 + 100
  }

  /// Appends the canonical form.
  package func write(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    if !attachments.isEmpty {
      CanonicalJSON.write(plain: "\"attachments\":", to: &bytes)
      CanonicalJSON.write(.array(attachments.map(JSONValue.string)), to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    CanonicalJSON.write(plain: "\"commitment\":\"", to: &bytes)
    commitment.withUnsafeBytes { Base64.write($0, to: &bytes) }
    CanonicalJSON.write(plain: "\",\"data\":\"", to: &bytes)
    data.withUnsafeBytes { Base64.write($0, to: &bytes) }
    CanonicalJSON.write(plain: "\",\"key\":\"", to: &bytes)
    bytes.append(contentsOf: key.utf8)
    CanonicalJSON.write(plain: "\",\"nonce\":\"", to: &bytes)
    nonce.withUnsafeBytes { Base64.write($0, to: &bytes) }
    CanonicalJSON.write(plain: "\",\"root\":\"", to: &bytes)
    root.withUnsafeBytes { Base64.write($0, to: &bytes) }
    CanonicalJSON.write(plain: "\"}", to: &bytes)
  }

  /// Reads a part from its JSON; nil when a field is missing, of the wrong form or unknown.
  private init?(_ object: JSONObject) {
    func bytes(_ name: String) -> [UInt8]? {
      object[name]?.string.flatMap { Base64.bytes($0.utf8) }
    }
    guard let key = object["key"]?.string, let commitment = bytes("commitment"),
      let nonce = bytes("nonce"), let data = bytes("data"), let root = bytes("root")
    else { return nil }
    let elements = object["attachments"]?.array
    let attachments = elements?.compactMap(\.string) ?? []
    guard attachments.count == elements?.count ?? 0, object.count == (elements == nil ? 5 : 6)
    else { return nil }
    self.init(
      key: key, commitment: commitment, nonce: nonce, data: data, root: root,
      attachments: attachments)
  }

  /// Reads the array of sealed parts of a record.
  static func parts(
    _ bytes: UnsafeBufferPointer<UInt8>, count: Int
  ) throws(RecordError) -> [SealedPart] {
    var reader = JSONReader(bytes)
    var parts: [SealedPart] = []
    parts.reserveCapacity(count)
    do throws(JSONError) {
      try reader.expect(UInt8(ascii: "["))
      repeat {
        guard let part = try SealedPart(&reader) else { break }
        parts.append(part)
      } while reader.consume(UInt8(ascii: ","))
      if parts.count == count {
        try reader.expect(UInt8(ascii: "]"))
        try reader.end()
        return parts
      }
      // What is not of its form may not be JSON either.
      reader = JSONReader(bytes)
      _ = try reader.value()
      try reader.end()
    } catch {
      throw .json(error)
    }
    throw .malformed(field: "sealed")
  }

  /// Reads a part as the log writes it, else as any JSON of the same meaning.
  private init?(_ reader: inout JSONReader) throws(JSONError) {
    var ahead = reader
    if let part = try? SealedPart(canonical: &ahead) {
      reader = ahead
      self = part
      return
    }
    guard case .object(let object) = try reader.value() else { return nil }
    self.init(object)
  }

  /// Reads a part without attachments in its canonical form; nil when it is anything else.
  private init?(canonical reader: inout JSONReader) throws(JSONError) {
    guard let part = try WrittenPart(&reader), let commitment = Base64.bytes(part.commitment),
      let data = Base64.bytes(part.data), let nonce = Base64.bytes(part.nonce),
      let root = Base64.bytes(part.root)
    else { return nil }
    self.init(
      key: String(decoding: part.key, as: UTF8.self), commitment: commitment, nonce: nonce,
      data: data, root: root)
  }
}
