public import InteractionModel
internal import Vault

/// What counts as an identifier of a person: the one rule of what is noted of a record, what is shown
/// as somebody's contact, and what is looked for.
public struct IdentifierRules: Sendable {
  /// Another one for other rules: what was noted by others is noted again.
  private static let version = 5

  /// The region of numbers without a country.
  let region: TelephoneRegion

  /// The rules of a region.
  /// - Parameter region: the region of numbers without a country.
  public init(_ region: TelephoneRegion) { self.region = region }

  /// Which rules they are, by their version and region.
  public var name: String { "\(IdentifierRules.version) \(region.code)" }

  /// Whether a record must be opened to know whom it identifies: not what the program says of itself,
  /// such as the account of a reading.
  static func mayIdentify(_ record: Record) -> Bool {
    record.sealedCount > 0 && !record.type.isReserved
  }

  /// Whether what a key seals is about somebody who contacts the agency, or about a case, and not about
  /// one of its own.
  static func isOutside(_ key: SubjectKey) -> Bool {
    key.scope.kind == .case
      || !["agent", "assistant", "system", "operator", "supervisor"].contains(key.kind)
  }

  // MARK: What a record says

  /// What a part of a record says: each identifier once.
  /// - Parameters:
  ///   - content: of the part.
  ///   - record: the record.
  /// - Returns: the identifiers.
  func identifiers(in content: JSONObject, of record: Record) -> Set<Identifier> {
    Said.all(in: content, of: record).reduce(into: []) { found, said in
      found.formUnion(identifiers(said))
    }
  }

  /// By what somebody is reached of whom a fact, an identification or an endpoint of some kind is known.
  /// - Parameter kind: the key or the kind, for example `mobile`.
  /// - Returns: by what; nil when by nothing.
  public static func contactKind(of kind: String) -> FoundContact.Kind? {
    switch Said.member(of: kind) {
    case .phone: .phone
    case .mail: .mail
    default: nil
    }
  }

  /// By what a telephone number or a mail address is known again, however it is spelled.
  /// - Parameter text: as it was said.
  /// - Returns: its normal form; the text itself when it is neither.
  public func normal(_ text: String) -> String {
    (phones(text) + mails(text)).first?.text ?? text
  }

  /// How somebody can be reached, as it stands in a part of a record.
  /// - Parameters:
  ///   - content: of the part.
  ///   - record: the record.
  /// - Returns: the telephone numbers and mail addresses.
  public func contacts(in content: JSONObject, of record: Record) -> [FoundContact] {
    Said.all(in: content, of: record).filter { $0.member != .outsideID }.compactMap { said in
      let all = identifiers(said)
      let reached =
        all.first { $0.kind == .phone } ?? all.first { $0.kind == .mail }
      return reached.map { identifier in
        FoundContact(kind: identifier.kind == .mail ? .mail : .phone, text: said.text)
      }
    }
  }

  private func identifiers(_ said: Said) -> [Identifier] {
    switch said.member {
    case .phone: return phones(said.text) + mails(said.text)
    case .mail: return mails(said.text)
    case .address:
      let mails = mails(said.text)
      return mails.isEmpty ? phones(said.text) : mails
    case .code, .outsideID:
      let mails = mails(said.text)
      return mails.isEmpty ? [Identifier.code(said.text)].compactMap(\.self) : mails
    case .words:
      // A number within a text is somebody's or not; one that is all of it answers a question.
      guard said.text.utf8.count <= 254 else { return [] }
      let mails = mails(said.text)
      return mails.isEmpty ? phones(said.text, onlyValid: true) : mails
    }
  }

  func mails(_ text: String) -> [Identifier] {
    [Identifier.mail(text), Identifier.respelledMail(text)].compactMap(\.self)
  }

  private func phones(_ text: String, onlyValid: Bool = false) -> [Identifier] {
    let text = Identifier.dialled(text)
    guard !onlyValid || Identifier.isDialled(text), let number = region.number(text),
      number.isValid || !onlyValid
    else { return [] }
    return [
      Identifier(kind: .phone, text: number.international),
      Identifier(kind: .nationalPhone, text: number.national),
    ]
  }

  // MARK: What is looked for

  /// Whether a text is one identifier and nothing else, in full: a mail address, or a number with its
  /// country or of this one.
  ///
  /// Where nobody is known by it and no text has it, no likeness of words tells whose it is.
  /// - Parameter text: what somebody types.
  /// - Returns: whether it is.
  public func isWhole(_ text: String) -> Bool {
    let dialled = Identifier.dialled(text)
    guard mails(text).isEmpty else { return true }
    guard Identifier.isDialled(dialled) else { return false }
    return dialled.contains("+") || region.number(dialled)?.isValid == true
  }

  /// What a text that somebody types may mean, the most certain first: whoever is found by one is not
  /// looked for by the next.
  ///
  /// The spellings of a number of this country mean the same first. A number that says its country is
  /// a telephone's alone; any other may be an account's, too.
  /// - Parameter text: the text.
  /// - Returns: the readings; none of a text that can be no identifier.
  public func readings(of text: String) -> [IdentifierReading] {
    let mails = mails(text)
    guard mails.isEmpty else { return [IdentifierReading(mails, typed: text, self)] }
    let code = [Identifier.code(text)].compactMap(\.self)
    let dialled = Identifier.dialled(text)
    guard Identifier.isDialled(dialled) else {
      return [code].filter { !$0.isEmpty }.map { IdentifierReading($0, typed: text, self) }
    }
    let isInternational = dialled.contains("+")
    let digits = dialled.compactMap(\.wholeNumberValue).map(String.init).joined()
    let here = region.number(dialled)
    let exact = [here, abroad(dialled)].compactMap { $0?.international }
      .map { Identifier(kind: .phone, text: $0) }
    // Without its country a number is that of any country, when nobody has it in this one.
    let national =
      isInternational
      ? []
      : Set([here?.national, TelephoneRegion.national(digits)].compactMap(\.self)).sorted()
        .map { Identifier(kind: .nationalPhone, text: $0) }
    return [exact + (isInternational ? [] : code), national].filter { !$0.isEmpty }
      .map { IdentifierReading($0, typed: text, self) }
  }

  /// The number that a text without a sign of it has with its country; nil where it is one of this
  /// country, or none.
  func abroad(_ dialled: String) -> TelephoneRegion.Number? {
    guard region.number(dialled) == nil else { return nil }
    let digits = dialled.compactMap(\.wholeNumberValue).map(String.init).joined()
    return region.number("+\(TelephoneRegion.national(digits))")
  }
}
