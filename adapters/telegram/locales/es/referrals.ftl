friends-title =
    🫶 <b>El barrio mejora con cada persona que traes.</b>

    Tu enlace: { $link }
friends-rules = Cuenta quien llega por él por primera vez y hace una de estas cosas: { $deeds }.
friends-for-you = Para ti: { $what }
friends-for-them = Para esa persona: { $what }
friends-count = { $rewarded ->
    [0] Aún no ha venido nadie que ya sea del barrio.
    [one] Ha venido { $rewarded } persona que ya es del barrio.
   *[other] Han venido { $rewarded } personas que ya son del barrio.
}{ $pending ->
    [0] {""}
    [one] {" "}Otra está dando sus primeros pasos.
   *[other] {" "}Otras { $pending } están dando sus primeros pasos.
}
friends-share = Ven al barrio: hay un regalo cada día.
button-share = 🫶 Compartir mi enlace

invitation-taken = 🫶 Vienes de parte de <b>{ $name }</b>. Cuando hagas una de estas cosas, habrá recompensa para los dos: { $deeds }.
invitation-unknown = 🤔 Ese enlace de invitación no es de nadie, pero la puerta está abierta igual.
invitation-own = 🫶 Ese es tu propio enlace. Compártelo con otra persona.
invitation-late = 🫶 Las invitaciones son para quien acaba de llegar. Tú ya eres de casa.
