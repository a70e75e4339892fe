internal import InteractionModel
internal import Search

/// The names of people that stand in opened parts, by what the members are called that they stand under.
struct SaidNames {
  /// Who gets the records.
  private let own: Set<String>
  private var others: Set<String> = []
  /// By their words, as a search compares them.
  private var ownNames: Set<[String]> = []

  /// No names yet.
  /// - Parameter own: the parties whose own names are not looked for.
  init(own: Set<String>) { self.own = own }

  /// The names, but those of who gets the records; sorted.
  var ofOthers: [String] {
    others.filter { !ownNames.contains(SearchTokenizer.words(of: $0)) }.sorted()
  }

  /// Takes names of somebody else.
  mutating func take(_ names: [String]) { others.formUnion(names) }

  /// Takes the names that a part of a record says.
  mutating func take(_ content: JSONObject, of record: Record) {
    let acting = record.actor.flatMap { Actor.partyTypes.contains($0.type) ? $0.id : nil }
    let isOwn = (acting ?? record.party).map(own.contains) ?? false
    let valued = (record.body["key"] ?? record.body["kind"])?.string
    take(.object(content), called: "", valued, isOwn)
  }

  private mutating func take(
    _ value: JSONValue, called member: String, _ valued: String?, _ isOwn: Bool
  ) {
    switch value {
    case .object(let object):
      for inner in object.members { take(inner.value, called: inner.key, valued, isOwn) }
    case .array(let elements):
      for element in elements { take(element, called: member, valued, isOwn) }
    case .string(let text):
      let name = SaidNames.plain(member == "value" ? valued ?? "" : member)
      if SaidNames.headers.contains(name) {
        let isTheirs = isOwn && (name == "from" || name == "to")
        for shown in SaidNames.shownNames(in: text) { note(shown, isTheirs) }
      } else if name.hasSuffix("name"), !SaidNames.things.contains(name) {
        note(text, isOwn && SaidNames.ofThemselves.contains(name))
      }
    case .null, .bool, .int: break
    }
  }

  private mutating func note(_ text: String, _ isOwn: Bool) {
    let words = text.split(whereSeparator: \.isWhitespace)
    let isName =
      (1...6).contains(words.count) && text.utf8.count <= 100 && text.contains(where: \.isLetter)
      && !text.contains { $0.isNumber || $0 == "@" }
    guard isName else { return }
    let name = words.joined(separator: " ")
    if isOwn { ownNames.insert(SearchTokenizer.words(of: name)) } else { others.insert(name) }
  }

  /// What stands before the addresses of a header (RFC 5322, display-name).
  private static func shownNames(in text: String) -> [String] {
    text.split(separator: ",").compactMap { address in
      guard let end = address.firstIndex(of: "<") else { return nil }
      let name = address[..<end].filter { $0 != "\"" }
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return name.isEmpty ? nil : name
    }
  }

  /// `fullName`, `full_name` and `full-name` are one.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  private static let headers: Set<String> = ["from", "sender", "replyto", "to", "cc", "bcc"]
  /// What whoever says it is called; any other name that they say is somebody else's.
  private static let ofThemselves: Set<String> = [
    "name", "fullname", "displayname", "firstname", "givenname", "middlename", "lastname",
    "familyname", "surname", "preferredname", "legalname", "maidenname", "callername",
    "customername", "citizenname",
  ]
  /// What is called a name and is nobody's.
  private static let things: Set<String> = [
    "filename", "username", "hostname", "domainname", "streetname", "cityname", "countryname",
    "placename", "servicename", "departmentname", "queuename", "productname", "companyname",
    "organizationname", "organisationname", "schoolname", "formname", "fieldname", "typename",
  ]
}
