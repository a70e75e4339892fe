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

  private static func collect(
    _ value: JSONValue, under name: String, _ context: Context, _ said: inout [Said]
  ) {
    switch value {
    case .string(let text):
      if let member = context.member(plain(name)) { said.append(Said(member: member, text: text)) }
    case .array(let elements):
      for element in elements { collect(element, under: name, context, &said) }
    case .object(let object):
      for member in object.members { collect(member.value, under: member.key, context, &said) }
    case .null, .bool, .int: break
    }
  }

  /// `accountNumber`, `account_number` and `account-number` are one.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  // MARK: Members

  /// What a record says of whose its addresses are.
  private struct Context {
    private let isOurs: Bool
    private let isInternal: Bool
    private let isAboutSomebody: Bool
    /// What `value` is the value of.
    private let valued: String?

    init(_ record: Record) {
      isInternal = record.direction == .internal
      isOurs =
        record.direction.map { $0 == .outbound } ?? (record.type == .messageSent) || isInternal
      isAboutSomebody =
        ["case", "party", "fact"].contains(record.type.rawValue.prefix { $0 != "." })
        || record.type == .conversationStarted
      valued = (record.body["key"] ?? record.body["kind"])?.string.map(Said.plain)
    }

    /// What a member is for; nil when it says nothing of whom the part is about.
    func member(_ name: String) -> Member? {
      // Of what the agency sends only to whom is somebody's; the rest is its own, or what it writes.
      if Said.receivers.contains(name) { return isOurs && !isInternal ? .address : nil }
      if isOurs { return nil }
      if Said.senders.contains(name) { return .address }
      // Those of messages name the message, and not who wrote it.
      if Said.outsideIDs.contains(name) { return isAboutSomebody ? .code : nil }
      if name == "value", let valued { return Said.member(valued) ?? .words }
      return Said.member(name) ?? .words
    }
  }

  private static func member(_ name: String) -> Member? {
    if phones.contains(name) { return .phone }
    if mails.contains(name) { return .mail }
    return codes.contains(name) ? .code : nil
  }

  private static let senders: Set<String> = ["from", "sender", "replyto", "caller", "callerid"]
  private static let receivers: Set<String> = ["to", "recipient", "recipients", "cc", "bcc"]
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
