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
  /// SHA-256 of each sealed attachment that the part names, in hexadecimal.
  public let attachments: [String]

  /// A part of these fields.
  public init(
    key: String, commitment: [UInt8], nonce: [UInt8], data: [UInt8], attachments: [String] = []
  ) {
    self.key = key
    self.commitment = commitment
    self.nonce = nonce
    self.data = data
    self.attachments = attachments
  }

  /// Appends the canonical form.
  package func write(to bytes: inout [UInt8]) {
    func field(_ name: StaticString, _ value: [UInt8]) {
      bytes.append(
        contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
      value.withUnsafeBytes { Base64.write($0, to: &bytes) }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "{"))
    if !attachments.isEmpty {
      bytes.append(contentsOf: "\"attachments\":".utf8)
      CanonicalJSON.write(.array(attachments.map(JSONValue.string)), to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    field("\"commitment\":\"", commitment)
    field(",\"data\":\"", data)
    bytes.append(contentsOf: ",\"key\":\"".utf8)
    bytes.append(contentsOf: key.utf8)
    bytes.append(UInt8(ascii: "\""))
    field(",\"nonce\":\"", nonce)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Reads a part from its JSON; nil when a field is missing, of the wrong form or unknown.
  init?(_ object: JSONObject) {
    func bytes(_ name: String) -> [UInt8]? {
      object[name]?.string.flatMap { Base64.bytes($0.utf8) }
    }
    guard let key = object["key"]?.string, let commitment = bytes("commitment"),
      let nonce = bytes("nonce"), let data = bytes("data")
    else { return nil }
    let elements = object["attachments"]?.array
    let attachments = elements?.compactMap(\.string) ?? []
    guard attachments.count == elements?.count ?? 0, object.count == (elements == nil ? 4 : 5)
    else { return nil }
    self.init(
      key: key, commitment: commitment, nonce: nonce, data: data, attachments: attachments)
  }
}
