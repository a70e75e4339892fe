internal import InteractionModel

/// One version of a codified response.
struct ResponseVersion: Sendable, Hashable {
  /// That a version was put into words.
  struct Wording: FoldValue {
    /// When, as the source said it; empty when it said nothing.
    var said: String
    var issue: String?
    var owner: String?
    /// As the source said it.
    var reviewBy: String?
    /// Whether the wording is sealed in the record.
    var hasText: Bool

    /// `[said, issue, owner, review by, text]`.
    var json: JSONValue {
      [
        .string(said), issue.map(JSONValue.string) ?? .null, owner.map(JSONValue.string) ?? .null,
        reviewBy.map(JSONValue.string) ?? .null, .bool(hasText),
      ]
    }

    init(_ record: Record) throws(FoldError) {
      said = record.said
      issue = try record.text("issue")
      owner = try record.text("owner")
      reviewBy = try record.text("reviewBy")
      hasText = record.sealedCount > 0
    }

    init?(json: JSONValue) {
      guard let elements = json.array, elements.count == 5, let said = elements[0].string,
        let hasText = elements[4].bool
      else { return nil }
      self.said = said
      self.hasText = hasText
      issue = elements[1].string
      owner = elements[2].string
      reviewBy = elements[3].string
    }
  }

  /// The number; 0 for records that name no version, which speak of all there were by then.
  var number: Int64
  var codified = Latest<Wording>()
  /// The value is the time as the source said it.
  var approved = Latest<String>()
  /// The value is the time as the source said it.
  var retired = Latest<String>()

  init(number: Int64) {
    self.number = number
  }

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
    var object: JSONObject = ["status": .string(status)]
    if number != 0 { object["version"] = .int(number) }
    if let moment = approved.moment {
      object["approved"] = [
        "position": .int(moment.position.rawValue),
        "time": .string(moment.text(approved.value ?? "")),
      ]
    }
    if let moment = retired.moment {
      object["retired"] = [
        "position": .int(moment.position.rawValue),
        "time": .string(moment.text(retired.value ?? "")),
      ]
    }
    guard let moment = codified.moment, let wording = codified.value else {
      return .object(object)
    }
    object["position"] = .int(moment.position.rawValue)
    object["time"] = .string(moment.text(wording.said))
    object.fill("issue", wording.issue)
    object.fill("reviewBy", wording.reviewBy)
    if wording.hasText {
      object["text"] = ["pointers": ["/text"], "position": .int(moment.position.rawValue)]
    }
    return .object(object)
  }
}

extension ResponseVersion: FoldCodable {
  /// `[number, codified, approved, retired]`.
  var json: JSONValue { [.int(number), codified.json, approved.json, retired.json] }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 4, let number = elements[0].int,
      let codified = Latest<Wording>(json: elements[1]),
      let approved = Latest<String>(json: elements[2]),
      let retired = Latest<String>(json: elements[3])
    else { return nil }
    self.init(number: number)
    self.codified = codified
    self.approved = approved
    self.retired = retired
  }
}
