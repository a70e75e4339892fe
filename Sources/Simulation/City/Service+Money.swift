extension Service {
  /// Bills, payments and citations.
  static let moneyServices: [Service] = [
    Service(
      "payment_failed", issue: "payment-failed", .utilityBilling, desk: 1, priority: "high",
      dueHours: 48,
      facts: [.name, .accountNumber, .phone],
      english: ServiceText(
        title: "Online payment failed",
        problems: [
          "I tried to pay my water bill of $%x online and it failed three times.",
          "The payment page took my card but says that %k is still unpaid.",
          "My payment of $%x was declined although there is money in the account.",
        ],
        details: [
          "I am afraid the water will be shut off on %d.",
          "The bank shows the amount as pending, reference %r.",
          "The page only said error and then logged me out.",
        ],
        answers: [
          "I can see the attempts; no money was taken from your card.",
          "I have stopped the shut-off notice for %k until %d.",
          "The payment desk will take the card over the phone and check the reference.",
        ],
        resolutions: [
          "Your payment of $%x reached account %k, and the late fee was removed.",
          "The double charge was refunded and %k shows a balance of zero.",
        ]),
      spanish: ServiceText(
        title: "Pago en línea fallido",
        problems: [
          "Intenté pagar mi recibo del agua de $%x y la página falló tres veces.",
          "La página aceptó mi tarjeta pero dice que %k sigue sin pagar.",
        ],
        details: [
          "Tengo miedo de que corten el agua el %d.",
          "El banco muestra el cargo como pendiente, referencia %r.",
        ],
        answers: [
          "Veo los intentos; no se cobró nada a su tarjeta.",
          "Detuve el aviso de corte de %k hasta el %d.",
        ],
        resolutions: ["Su pago de $%x llegó a la cuenta %k y quitamos el recargo."])),
    Service(
      "water_bill", issue: "bill-inquiry", .utilityBilling, dueHours: 120,
      facts: [.name, .accountNumber, .address],
      english: ServiceText(
        title: "High water bill",
        problems: [
          "My water bill jumped to $%x and nothing has changed in the house.",
          "The bill for %a shows twice the usage of last quarter.",
          "I moved out of %a in the spring and still get the water bill.",
        ],
        details: [
          "The meter was read as estimated, not actual.",
          "We are %f people and were away for most of the month.",
        ],
        answers: [
          "I have ordered a second reading of the meter at %a for %d.",
          "The usage pattern looks like a leaking toilet; please try the dye test.",
        ],
        resolutions: [
          "The meter was misread; a corrected bill of $%x is on its way.",
          "A leak adjustment was granted and spread over three bills.",
        ]),
      spanish: ServiceText(
        title: "Recibo de agua alto",
        problems: [
          "Mi recibo del agua subió a $%x y en la casa no ha cambiado nada.",
          "El recibo de %a muestra el doble de consumo.",
        ],
        details: ["Somos %f personas y estuvimos fuera casi todo el mes."],
        answers: ["Pedí una segunda lectura del medidor en %a para el %d."],
        resolutions: ["La lectura estaba mal; va en camino un recibo corregido de $%x."])),
    Service(
      "ticket_dispute", issue: "citation-dispute", .parking, dueHours: 240,
      facts: [.name, .licensePlate, .address],
      english: ServiceText(
        title: "Parking ticket dispute",
        problems: [
          "I was given a ticket on %s although my permit %b was on the dashboard.",
          "The meter on %s was broken and I still got a fine of $%x.",
          "The street cleaning sign on %s is hidden by a tree, please cancel ticket %r.",
        ],
        details: [
          "I have photos of the sign and of the receipt.",
          "I only stopped to help my mother out of the car.",
          "The officer wrote down the wrong plate, mine is %b.",
        ],
        answers: [
          "Your dispute is with a hearing officer, who decides by %d.",
          "The fine is on hold, nothing is added while we look into it.",
        ],
        resolutions: [
          "The citation %r was dismissed and the $%x will be refunded.",
          "The hearing officer upheld citation %r; you may appeal within 21 days.",
        ]),
      spanish: ServiceText(
        title: "Multa de estacionamiento",
        problems: [
          "Me multaron en %s aunque tenía el permiso %b a la vista.",
          "El parquímetro de %s no servía y me pusieron una multa de $%x.",
        ],
        details: ["Tengo fotos del letrero y del recibo."],
        answers: ["Un oficial de audiencias decide sobre su caso antes del %d."],
        resolutions: ["La multa %r quedó anulada y se devuelven $%x."])),
    Service(
      "resident_permit", issue: "parking-permit", .parking, dueHours: 96,
      facts: [.name, .address, .licensePlate],
      english: ServiceText(
        title: "Resident parking permit",
        problems: [
          "I need a resident permit for %s and the form rejects my plate %b.",
          "My parking permit for %a has expired and no renewal came.",
        ],
        details: ["I uploaded the lease and the registration on %d."],
        answers: ["The registration shows another address; a utility bill is enough."],
        resolutions: ["Your permit for %b is valid from %d and was mailed to %a."]),
      spanish: ServiceText(
        title: "Permiso de residente",
        problems: ["Necesito un permiso para %s y el formulario rechaza mi placa %b."],
        details: ["Subí el contrato y el registro el %d."],
        answers: ["El registro tiene otra dirección; basta con un recibo de luz."],
        resolutions: ["Su permiso para %b vale desde el %d."])),
  ]
}
