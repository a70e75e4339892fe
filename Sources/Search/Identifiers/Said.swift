internal import InteractionModel

/// A text in a sealed part that may be an identifier, and what the member it stands under is for.
struct Said {
  /// What a member is for.
  enum Member {
    /// Telephone numbers.
    case phone
    /// Mail addresses.
    case mail
    /// Either, or what another provider calls somebody.
    case address
    /// Accounts, references and numbers.
    case code
    /// What a source calls something; that of a letter looks like a mail address (RFC 5322, Message-ID).
    case outsideID
    /// Anything else.
    case words
  }

  let member: Member
  let text: String

  /// The texts in a part that may be identifiers of whom the part is about.
  static func all(in content: JSONObject, of record: Record) -> [Said] {
    var said: [Said] = []
    let context = Context(record)
    for member in content.members { collect(member.value, under: member.key, context, &said) }
    return said
  }

  /// What a part says but the addresses that it names: those of whoever wrote and whoever got it, and
  /// of whom it is about.
  static func words(in content: JSONObject) -> [String] {
    var words: [String] = []
    func collect(_ value: JSONValue) {
      switch value {
      case .string(let text): words.append(text)
      case .int(let number): words.append("\(number)")
      case .array(let elements): elements.forEach(collect)
      case .object(let object):
        for member in object.members where !isAddress(plain(member.key)) { collect(member.value) }
      case .null, .bool: break
      }
    }
    collect(.object(content))
    return words
  }

  private static func isAddress(_ name: String) -> Bool {
    [phones, mails, senders, receivers, copied, outsideIDs].contains { $0.contains(name) }
  }

  private static func collect(
    _ value: JSONValue, under name: String, _ context: Context, _ said: inout [Said]
  ) {
    switch value {
    case .string(let text):
      guard let member = context.member(plain(name)) else { return }
      said += texts(text, of: member).map { Said(member: member, text: $0) }
    case .array(let elements):
      for element in elements { collect(element, under: name, context, &said) }
    case .object(let object):
      for member in object.members { collect(member.value, under: member.key, context, &said) }
    case .null, .bool, .int: break
    }
  }

  /// A list of addresses in one text (RFC 5322, address-list) one by one; any other text as it is.
  private static func texts(_ text: String, of member: Member) -> [String] {
    guard member == .address || member == .mail, text.count(where: { $0 == "@" }) > 1 else {
      return [text]
    }
    let parts = text.split { $0 == "," || $0 == ";" }.filter { $0.contains("@") }
    return parts.map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
  }

  /// `accountNumber`, `account_number` and `account-number` are one.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  // MARK: Members

  /// What a record says of whose its addresses are.
  private struct Context {
    /// Whether somebody at the agency says it, so that of its addresses only those are theirs to which
    /// it goes.
    private let isOurs: Bool
    /// Whether somebody at the agency does it, so that it is not where they write from.
    private let isDoneByUs: Bool
    private let isInternal: Bool
    private let isAboutSomebody: Bool
    /// What `value` is the value of.
    private let valued: String?

    init(_ record: Record) {
      let (type, direction) = (record.type, record.direction)
      let actor = record.actor?.type ?? ""
      isInternal = direction == .internal
      isAboutSomebody =
        ["case", "party", "fact"].contains(type.group) || type == .conversationStarted
      // Whoever acts says more of who sends than a direction that systems see from either side.
      let isTheirs = Actor.partyTypes.contains(actor)
      isDoneByUs =
        Said.agencyActors.contains(actor) && direction != .inbound && type.group != "party"
      isOurs =
        !isTheirs
        && (direction.map { $0 != .inbound }
          ?? (type == .messageSent || Said.agencyGroups.contains(type.group))
          || isDoneByUs && !isAboutSomebody)
      valued = (record.body["key"] ?? record.body["kind"])?.string
    }

    /// What a member is for; nil when it says nothing of whom the part is about.
    func member(_ name: String) -> Member? {
      // Of what the agency sends only to whom is somebody's; the rest is its own, or what it writes.
      if Said.receivers.contains(name) {
        return (isOurs || isDoneByUs) && !isInternal ? .address : nil
      }
      if isOurs || Said.copied.contains(name) || Said.ours.contains(name) { return nil }
      if Said.senders.contains(name) { return isDoneByUs ? nil : .address }
      // Those of messages name the message, and not who wrote it.
      if Said.outsideIDs.contains(name) { return isAboutSomebody ? .outsideID : nil }
      if name == "value", let valued { return Said.member(of: valued) ?? .words }
      return Said.member(name) ?? .words
    }
  }

  /// What the value of a fact or an endpoint is; nil when its key says nothing of that.
  static func member(of key: String) -> Member? { member(plain(key)) }

  private static func member(_ name: String) -> Member? {
    if phones.contains(name) { return .phone }
    if mails.contains(name) { return .mail }
    return codes.contains(name) ? .code : nil
  }

  private static let senders: Set<String> = ["from", "sender", "replyto", "caller", "callerid"]
  private static let receivers: Set<String> = ["to", "recipient", "recipients"]
  /// Whoever else has it, whoever sends it.
  private static let copied: Set<String> = ["cc", "bcc"]
  /// What is the agency's own, by whatever it is called: the mailbox of an office, the number of a desk.
  private static let ours: Set<String> = ["agent", "department", "evaluator", "owner", "queue"]
    .reduce(
      into: []
    ) { names, name in names.formUnion([name, "from\(name)", "to\(name)"]) }
  /// Whose addresses are the agency's; a system only notes what comes and goes.
  private static let agencyActors: Set<String> = ["agent", "assistant", "operator", "supervisor"]
  /// What the agency alone says.
  private static let agencyGroups: Set<Substring> = ["outreach", "transfer", "handoff", "response"]
  private static let phones: Set<String> = [
    "phone", "phonenumber", "telephone", "telephonenumber", "tel", "mobile", "mobilephone", "cell",
    "cellphone", "homephone", "workphone", "sms", "whatsapp", "callback", "callbacknumber",
    "msisdn",
  ]
  private static let mails: Set<String> = ["email", "emailaddress", "mail", "mailaddress"]
  private static let outsideIDs: Set<String> = [
    "externalid", "messageid", "inreplyto", "references",
  ]
  private static let codes: Set<String> = [
    "account", "accountid", "accountnumber", "reference", "referenceid", "referencenumber",
    "ticket",
    "ticketid", "ticketnumber", "caseid", "casenumber", "casereference", "customerid",
    "customernumber", "memberid", "clientid", "number", "idnumber", "identifier", "nationalid",
    "passport", "passportnumber", "driverlicense", "driverslicense", "licenseplate", "ssn",
    "socialsecuritynumber", "taxid", "invoice", "invoicenumber", "permit", "permitnumber", "handle",
    "username",
  ]
}
