internal import InteractionModel

/// One version of a codified response.
struct ResponseVersion: FieldwiseCodable, Sendable, Hashable {
  /// That a version was put into words.
  struct Codified: FoldValue {
    /// When, as the source said it; empty when it said nothing.
    var said = ""
    var issue: String?
    var owner: String?
    /// As the source said it.
    var reviewBy: String?
    /// Whether the wording is sealed in the record.
    var hasText = false

    init() {}

    init(_ record: Record) throws(FoldError) {
      said = record.said
      issue = try record.text("issue")
      owner = try record.text("owner")
      reviewBy = try record.text("reviewBy")
      hasText = record.sealedCount > 0
    }
  }

  /// The number; 0 for records that name no version, which speak of all there were by then.
  var number: Int64 = 0
  var codified = Latest<Codified>()
  /// The value is the time as the source said it.
  var approved = Latest<String>()
  /// The value is the time as the source said it.
  var retired = Latest<String>()

  /// This version with what the records that name none say about it.
  /// - Parameter unnamed: those records.
  /// - Returns: the version, approved and retired by whichever came last.
  func merging(_ unnamed: ResponseVersion?) -> ResponseVersion {
    guard let unnamed, number != 0 else { return self }
    var merged = self
    // What came before a version was put into words cannot have meant it.
    let since = codified.moment
    if let moment = unnamed.approved.moment, since.map({ $0 < moment }) ?? true {
      merged.approved.take(unnamed.approved)
    }
    if let moment = unnamed.retired.moment, since.map({ $0 < moment }) ?? true {
      merged.retired.take(unnamed.retired)
    }
    return merged
  }

  /// `codified`, `approved` or `retired`.
  var status: String {
    if let retirement = retired.moment {
      guard let approval = approved.moment, retirement < approval else { return "retired" }
      return "approved"
    }
    return approved.moment == nil ? "codified" : "approved"
  }

  /// The version as users see it; what is not known is left out.
  var document: JSONValue {
    var object: Document<VersionField> = [.status: .string(status)]
    if number != 0 { object[.version] = .int(number) }
    object[.approved] = ResponseVersion.document(of: approved)
    object[.retired] = ResponseVersion.document(of: retired)
    guard let moment = codified.moment, let wording = codified.value else {
      return object.json
    }
    object[.position] = .int(moment.position.rawValue)
    object[.time] = .string(moment.text(wording.said))
    object.put(.issue, wording.issue)
    object.put(.reviewBy, wording.reviewBy)
    if wording.hasText {
      let text: Document<ReferenceField> = [
        .pointers: ["/text"], .position: .int(moment.position.rawValue),
      ]
      object[.text] = text.json
    }
    return object.json
  }

  /// When the version was approved or retired; nil when it never was.
  private static func document(of register: Latest<String>) -> JSONValue? {
    register.moment.map { moment in
      let object: Document<MomentField> = [
        .position: .int(moment.position.rawValue),
        .time: .string(moment.text(register.value ?? "")),
      ]
      return object.json
    }
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&number, &codified, &approved, &retired)
  }
}

extension ResponseVersion.Codified: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&said, &issue, &owner, &reviewBy)
    try fields(&hasText)
  }
}
