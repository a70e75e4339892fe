/// Where somebody is, and who wrote to whom, as sealed parts and codes of facts call it.
enum Whereabouts {
  /// Members of sealed parts that say where somebody or something is.
  static let members: Set<String> = [
    "address", "homeAddress", "home_address", "location", "mailingAddress", "mailing_address",
    "postalAddress", "postal_address", "serviceAddress", "service_address", "street",
    "streetAddress", "street_address",
  ]

  /// Members of sealed parts that say who wrote to whom.
  static let correspondents: Set<String> = [
    "bcc", "cc", "from", "recipient", "recipients", "replyTo", "reply_to", "sender", "to",
  ]

  /// Where in a part it is said who wrote (RFC 6901).
  static let senders = ["/from", "/sender", "/replyTo", "/reply_to"]

  /// Where in a part it is said where something is (RFC 6901), an address before what is less of one.
  static let places = ["/address"] + members.subtracting(["address"]).sorted().map { "/\($0)" }

  /// The kinds of facts and endpoints that are addresses of somebody; `address` is all of a kind.
  static func isAddress(_ kind: String) -> Bool {
    members.contains(kind) || ["letter", "post", "postal", "residence"].contains(kind)
  }
}
