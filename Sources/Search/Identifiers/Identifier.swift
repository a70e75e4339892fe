/// What somebody is known by outside of the agency, in its normal form: two spellings of the same
/// are equal.
///
/// In clear, so it is kept nowhere; the vault keeps a keyed hash of it.
struct Identifier: Sendable, Hashable {
  /// What it is.
  enum Kind: String, Sendable, CaseIterable {
    /// A telephone number with its country, as in ITU-T E.164.
    case phone
    /// A telephone number within its country, whichever that is.
    case nationalPhone = "phone_national"
    /// A mail address.
    case mail
    /// An account, a reference, the number of a case or of a document.
    case code
  }

  let kind: Kind
  /// Its normal form.
  let text: String
}
