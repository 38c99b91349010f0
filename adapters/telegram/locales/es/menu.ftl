start-welcome =
    👋 <b>Hola, { $name }.</b> Esto es { $community }: pasa, que aquí cabes.

    Aquí se juntan besitos 💋: con el regalo de cada día, con misiones y leyendo una historia en la que decides tú.
start-back = 👋 <b>Hola otra vez, { $name }.</b>

menu-title = 🏠 <b>{ $community }</b>
menu-personal = <i>{ $text }</i>
menu-standing =
    💋 <b>{ $available }</b> { $available ->
        [one] besito
       *[other] besitos
    }
    ⭐ Nivel { $level } · { $title }
menu-worn = 🎖 { $things }
menu-next-level = { $bar } faltan { $left } de experiencia para el nivel { $level }
menu-held = 🔒 { $held } en espera
menu-streak = 🔥 { $days ->
    [one] { $days } día de racha
   *[other] { $days } días de racha
}
menu-gift-waits = 🎁 Tu regalo de hoy te espera.
menu-gift-later = 🎁 El próximo regalo: { $again_at }.
menu-zone-unknown = 🕐 <i>¿Tus días empiezan a otra hora? Dime qué hora es ahí.</i>

button-gift = 🎁 Regalo
button-wallet = 💋 Besitos
button-achievements = 🏅 Logros
button-story = 📖 Historia
button-store = 🛍️ Tienda
button-mochila = 🎒 Mochila
button-friends = 🫶 Invitar
button-language = 🌐 Idioma
button-hours = 🕐 Hora
button-notices = 🔔 Avisos

help =
    <b>Qué se puede hacer</b>

    🎁 /regalo · uno al día; crece con la racha
    🔥 /racha · cuántos días llevas, y cómo protegerla
    🎯 /misiones · pasos y recompensas
    🏅 /logros · de bronce a diamante
    🏆 /ranking · quién va primero, y tú
    📖 /historia · decides tú lo que pasa (todas: /historias)
    🧠 /trivia · una pregunta contra el reloj
    🛍️ /tienda · para gastarlos bien
    🔨 /subastas · al mejor postor
    🎒 /mochila · usar, llevar, combinar, regalar
    💋 /cartera · tus besitos, y de dónde vienen
    💌 /regalar · besitos para otra persona
    🫶 /invitar · tu enlace, y quién ha venido
    🌟 /vip · el palco, sus planes y tus suscripciones
    🕐 /hora · a qué hora empieza tu día
    🌐 /idioma · español o inglés
    🔔 /avisos · qué te cuento, y cuándo callo

    Todo está también en el /menu.

language-which = 🌐 <b>¿En qué idioma hablamos?</b>
language-name = Español

zone-what-time =
    🕐 <b>¿Qué hora es ahí?</b>

    Así sé cuándo empieza tu día. Ahora cuento con { $now } ({ $zone }).
    Si no ves tu hora, escribe /hora y tu ciudad: <code>/hora Bogotá</code>
zone-where = 📍 <b>Son las { $time }.</b> ¿Dónde?
zone-changed = ✅ Desde ahora tus días empiezan a medianoche de { $place }.
zone-unknown = 🤔 No encuentro «{ $name }». Prueba con la ciudad grande más cercana, o elige la hora:
