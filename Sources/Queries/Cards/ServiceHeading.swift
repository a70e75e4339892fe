internal import Compliance
public import InteractionModel

/// The heading that the service of a case stands under, as the record says that opened it: where the
/// service is a code of some system, what people call it.
public struct ServiceHeading: Sendable {
  /// The heading; nil when it does not say it.
  public let heading: JSONValue?
  /// Where the service itself is sealed; nil when it is not or is not open.
  let sealed: JSONValue?
  /// The service that is sealed; nil when it is not or is not open.
  public let service: JSONValue?

  /// The heading of the service of a case.
  /// - Parameter opening: the record that opened it; nil when there is none.
  init(of opening: Record?) {
    let isOpening = opening?.type == .caseOpened
    self.init(
      heading: isOpening ? opening?.body["reason"] : nil, sealed: opening?.places(["/service"]),
      service: nil)
  }

  private init(heading: JSONValue?, sealed: JSONValue?, service: JSONValue?) {
    (self.heading, self.sealed, self.service) = (heading, sealed, service)
  }

  /// The same with what is open of it.
  func opened(in words: OpenedReferences) -> ServiceHeading {
    guard case .text(let texts) = words[sealed], let first = texts.first else {
      return ServiceHeading(heading: heading, sealed: nil, service: nil)
    }
    return ServiceHeading(heading: heading, sealed: sealed, service: .string(first.text))
  }
}
