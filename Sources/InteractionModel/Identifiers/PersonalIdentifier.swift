/// What a person is known by outside of the agency: an address, a handle, a telephone number.
///
/// An id stands in clear for ever, in envelopes, streams and bodies, so none may be one of these.
/// Whoever appends says who somebody is by an id that a system minted, and seals the identifier
/// itself. The rule as a whole is told on the page <doc:WhatAnIDMayBe>.
public enum PersonalIdentifier {
  /// How many digits a number has that may be somebody's telephone: ten with the area code, up to
  /// fifteen with that of the country (ITU-T E.164).
  ///
  /// The running numbers that systems give out are shorter for long, and those made of a time
  /// (snowflakes) are longer. A system whose numbers are as long has its ids minted.
  public static let digits = 10...15

  /// Schemes whose URIs are an address, whatever follows.
  private static let addressSchemes: Set<String> = [
    "acct", "callto", "h323", "mailto", "sip", "sips", "tel", "xmpp",
  ]
  /// Schemes behind which an address stands, and which also are the names of channels.
  private static let channelSchemes: Set<String> = [
    "fax", "im", "mms", "skype", "sms", "whatsapp",
  ]
  /// What stands before the name of somebody's account, in whatever form systems write that.
  private static let accountSchemes: Set<String> = [
    "aim", "bluesky", "bsky", "discord", "e-mail", "email", "facebook", "facetime", "fb", "gtalk",
    "handle", "icq", "ig", "imessage", "instagram", "irc", "ircs", "jabber", "kakaotalk", "line",
    "linkedin", "mastodon", "matrix", "messenger", "mobile", "msisdn", "msn", "nextdoor", "phone",
    "reddit", "sgnl", "signal", "snapchat", "telegram", "tg", "threads", "threema", "tiktok",
    "twitter", "viber", "wechat", "weixin", "youtube",
  ]

  /// Whether a text is such an identifier or looks like one: it has a personal scheme (`tel:`,
  /// `mailto:`, `twitter:`, …), an `@`, a `+` before a digit, no letters and ten to fifteen digits,
  /// however they are grouped, or such a number beside other words.
  /// - Parameter text: the candidate.
  /// - Returns: true when no id may be this text.
  public static func isLikely(_ text: String) -> Bool {
    isLikely(text, digits: digits) || hasScheme(of: accountSchemes, anywhereIn: text)
      || TelephoneNumber.stands(in: text)
  }

  /// Whether a text by itself is such an identifier where numbers of another length are somebody's.
  static func isLikely(_ text: String, digits: some RangeExpression<Int>) -> Bool {
    var text = text
    // Most ids have a letter in their midst and nothing that could begin an address.
    let looks = text.withUTF8 { bytes -> (isNumber: Bool, maybeAddress: Bool) in
      (number(bytes).map(digits.contains) ?? false, bytes.contains { marks.contains($0) })
    }
    return looks.isNumber || looks.maybeAddress && (hasPersonalScheme(text) || holdsAddress(text))
  }

  /// Whether a text is a URI that is somebody's address, which not even a case, a queue or a contact
  /// may be called: it has a scheme of addresses, or one of a channel before a telephone number.
  /// - Parameter text: the candidate.
  /// - Returns: true when it may stand nowhere in clear.
  public static func isAddress(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = text[..<colon].lowercased()
    var rest = String(text[text.utf8.index(after: colon)...])
    // A colon before a space is punctuation: “Tel: Support” is the name of a queue.
    guard let first = rest.utf8.first, first != UInt8(ascii: " ") else { return false }
    if addressSchemes.contains(scheme) { return true }
    return channelSchemes.contains(scheme)
      && rest.withUTF8 { number($0).map { $0 >= 7 } ?? false }
  }

  private static let marks = PlainWord.Alphabet(":@+%")

  /// Whether a text is a URI whose scheme says that it is somebody's address.
  static func hasPersonalScheme(_ text: String) -> Bool {
    scheme(text).map(isPersonal(scheme:)) ?? false
  }

  /// The scheme of a URI in lower case; nil when there is none.
  static func scheme(_ text: String) -> String? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return text[..<colon].lowercased()
  }

  /// Whether a scheme is one of persons' addresses.
  static func isPersonal(scheme: String) -> Bool {
    addressSchemes.contains(scheme) || channelSchemes.contains(scheme)
  }

  /// Whether any word before a colon is of a set, or a scheme of addresses: systems put their own
  /// name or the kind of thing before an address, as in `party:tel:…`.
  private static func hasScheme(of schemes: Set<String>, anywhereIn text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return false }
    return text.split(separator: ":", omittingEmptySubsequences: false).dropLast().contains {
      let word = $0.lowercased()
      return schemes.contains(word) || isPersonal(scheme: word)
    }
  }

  /// How many digits a text without letters has; nil for any other.
  static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    var digits = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits &+= 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
        return nil
      default: break
      }
    }
    return digits
  }

  /// Whether there is an `@`, or a `+` before a digit, either of them also percent-encoded
  /// (RFC 3986 §2.1).
  static func holdsAddress(_ text: String) -> Bool {
    var plus = false
    for byte in PercentDecoding(text) {
      if byte == UInt8(ascii: "@") || (plus && byte &- UInt8(ascii: "0") < 10) { return true }
      plus = byte == UInt8(ascii: "+")
    }
    return false
  }
}
