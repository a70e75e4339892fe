public import InteractionModel
public import Merkle
internal import Projections
internal import Search

/// A question to the full-text index as somebody keeps it who wants to show later what was asked: its
/// words may be personal, so that a certificate has only their digest.
///
/// Its bytes are canonical JSON, `{"filter":{…},"format":"throughline/question@v1","query":…,"salt":…}`;
/// what the filter does not say is left out of it, times are in UTC, the salt is 32 random bytes in
/// base64. The digest is SHA-256 over these bytes, as `sha256sum` gives it: without them nobody can try
/// out which words it is of.
public struct SearchQuestion: Sendable, Hashable {
  private static let format = NoteFormat(name: "question", version: 1)
  private static let saltSize = 32

  /// The query as it was written.
  public let words: String
  /// Which texts count.
  public let texts: TextFilter
  /// What keeps its digest, and the root over its hits, from being guessed.
  let salt: [UInt8]

  /// A question that nobody has asked before.
  init(_ words: String, in texts: TextFilter) {
    self.words = words
    self.texts = texts
    salt = (0..<SearchQuestion.saltSize).map { _ in .random(in: .min ... .max) }
  }

  /// Reads a question; nil when the bytes are none that ``bytes`` would give.
  /// - Parameter bytes: as somebody kept them; a line feed behind them is passed over.
  public init?(_ bytes: [UInt8]) {
    let bytes = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    guard let json = try? JSONValue(parsing: Array(bytes)), let words = json["query"]?.string,
      let salt = json["salt"]?.string.flatMap({ Base64.bytes($0.utf8) }),
      salt.count == SearchQuestion.saltSize, let filter = json["filter"]?.object
    else { return nil }
    self.words = words
    self.salt = salt
    texts = TextFilter(filter)
    guard self.bytes.elementsEqual(bytes) else { return nil }
  }

  /// The question as it is kept.
  public var bytes: [UInt8] {
    let object: JSONObject = [
      "filter": .object(texts.json), "format": .string(SearchQuestion.format.description),
      "query": .string(words), "salt": .string(Base64.string(salt)),
    ]
    return object.canonicalBytes
  }

  /// What a certificate says of it.
  public var digest: Hash { .content(bytes) }
}

extension TextFilter {
  /// What it says, each under the name of its option.
  fileprivate var json: JSONObject {
    let said: [(String, String?)] = [
      ("after", from?.description), ("before", before?.description), ("case", caseID),
      ("channel", channel?.rawValue), ("department", department),
      ("direction", direction?.rawValue), ("issue", issue), ("kind", kind?.rawValue),
      ("party", party), ("visibility", visibility?.word),
    ]
    return JSONObject(said.compactMap { name, value in value.map { (name, .string($0)) } })
  }

  /// Reads what ``json`` says; what is not of the form is left out.
  fileprivate init(_ json: JSONObject) {
    self.init()
    from = json["after"]?.string.flatMap { Timestamp($0)?.instant }
    before = json["before"]?.string.flatMap { Timestamp($0)?.instant }
    caseID = json["case"]?.string
    channel = json["channel"]?.string.flatMap { Channel(rawValue: $0) }
    department = json["department"]?.string
    direction = json["direction"]?.string.flatMap { Direction(rawValue: $0) }
    issue = json["issue"]?.string
    kind = json["kind"]?.string.flatMap { SearchKind(rawValue: $0) }
    party = json["party"]?.string
    visibility = Visibility.allCases.first { $0.word == json["visibility"]?.string }
  }
}
