public import InteractionModel
public import Merkle

/// What somebody outside is given of one sealed part of a record: all of it, some of it, or nothing
/// and why.
///
/// Nothing in it is to be believed before ``check(_:at:of:origin:attachment:)`` with the record, which an
/// inclusion proof shows to be the log's.
public enum DisclosedPart: Sendable, Hashable {
  /// What it says, and what opens it.
  case opened(JSONObject, RecordKey)
  /// Some pieces of what it says; each of the others under a code.
  case redacted(Disclosure, [Exemption])
  /// Nothing.
  case closed(Closure)

  /// Why some leaves are withheld.
  public struct Exemption: Sendable, Hashable {
    /// The code of what exempts them.
    public let code: String
    /// Which leaves, from 0; each is under one code.
    public let leaves: [Int]

    /// An exemption.
    /// - Parameters:
    ///   - code: the code of what exempts the leaves.
    ///   - leaves: which leaves, from 0.
    public init(code: String, leaves: [Int]) {
      self.code = code
      self.leaves = leaves
    }
  }

  /// Why nothing of a part is given.
  public enum Closure: Sendable, Hashable {
    /// Its key was destroyed.
    case erased
    /// Its words were redacted in the log, by the record there.
    case redacted(by: Position)
  }

  /// The part as files have it.
  public var json: JSONObject {
    switch self {
    case .opened(let content, let key):
      [
        "attachmentKeys": .array(key.attachmentKeys.map { .string(Base64.string($0)) }),
        "commitment": .string(Base64.string(key.commitment)), "content": .object(content),
        "key": .string(Base64.string(key.key)), "seed": .string(Base64.string(key.seed)),
        "state": "opened",
      ]
    case .redacted(let disclosure, let exemptions):
      [
        "disclosure": .object(disclosure.json), "state": "redacted",
        "withheld": .array(
          exemptions.map { exemption in
            [
              "exemption": .string(exemption.code),
              "leaves": .array(exemption.leaves.map { .int(Int64($0)) }),
            ]
          }),
      ]
    case .closed(.erased): ["because": "erased", "state": "closed"]
    case .closed(.redacted(let position)):
      ["because": "redacted", "by": .int(position.rawValue), "state": "closed"]
    }
  }

  /// Reads a part; nil of what has not exactly the members of one.
  /// - Parameter json: what a file has.
  public init?(_ json: JSONObject) {
    func bytes(_ value: JSONValue?) -> [UInt8]? {
      value?.string.flatMap { Base64.bytes($0.utf8) }
    }
    switch (json["state"]?.string, json.count) {
    case ("opened", 6):
      guard let content = json["content"]?.object, let key = bytes(json["key"]),
        let commitment = bytes(json["commitment"]), let seed = bytes(json["seed"]),
        let keys = json["attachmentKeys"]?.array,
        let record = RecordKey(
          key: key, commitment: commitment, seed: seed, attachmentKeys: keys.compactMap(bytes)),
        record.attachmentKeys.count == keys.count
      else { return nil }
      self = .opened(content, record)
    case ("redacted", 3):
      guard let told = json["disclosure"]?.object, let disclosure = try? Disclosure(told),
        let withheld = json["withheld"]?.array
      else { return nil }
      let exemptions = withheld.compactMap { $0.object.flatMap(Exemption.init) }
      guard exemptions.count == withheld.count else { return nil }
      self = .redacted(disclosure, exemptions)
    case ("closed", 2) where json["because"] == "erased": self = .closed(.erased)
    case ("closed", 3) where json["because"] == "redacted":
      guard let position = json["by"]?.int else { return nil }
      self = .closed(.redacted(by: Position(position)))
    default: return nil
    }
  }

  /// Checks that what is given is what was sealed.
  ///
  /// Of a part that is closed there is nothing to check.
  /// - Parameters:
  ///   - part: the part, as it stands in the record.
  ///   - index: its place among the record's parts.
  ///   - record: the record.
  ///   - origin: the name of the log at its birth.
  ///   - attachment: the file of an attachment by its name; nil when there is none.
  /// - Throws: ``PartFault`` or ``/Merkle/DisclosureError``.
  public func check(
    _ part: SealedPart, at index: Int, of record: Record, origin: String,
    attachment: (String) -> [UInt8]? = { _ in nil }
  ) throws {
    switch self {
    case .opened(let content, let key):
      let opened = try key.open(
        part, at: index, of: record, origin: origin, attachment: attachment)
      guard opened.canonicalBytes == content.canonicalBytes else { throw PartFault.content }
    case .redacted(let disclosure, let exemptions):
      guard let root = Hash(part.root) else { throw DisclosureError.otherRoot }
      try disclosure.check(root)
      let withheld = disclosure.leaves.indices.filter { index in
        if case .withheld = disclosure.leaves[index] { true } else { false }
      }
      guard Set(exemptions.flatMap(\.leaves)).sorted() == withheld else {
        throw DisclosureError.notADisclosure
      }
    case .closed: break
    }
  }
}

extension DisclosedPart.Exemption {
  fileprivate init?(_ json: JSONObject) {
    guard json.count == 2, let code = json["exemption"]?.string,
      let leaves = json["leaves"]?.array
    else { return nil }
    let numbers = leaves.compactMap { $0.int.flatMap(Int.init(exactly:)) }
    guard numbers.count == leaves.count else { return nil }
    self.init(code: code, leaves: numbers)
  }
}
