public import Compliance
public import InteractionModel

extension ErasureCertificate {
  /// What is said of an erasure that is not complete.
  public var alarm: Remedy {
    """
    the erasure \(erasure) of \(entity), requested at position \(position), is not complete: copies \
    of what was erased may still be there; whatever opens the vault next finishes it, for example \
    \(.project) with the master key
    """
  }
}
